import { connect } from "node:net";

const METADATA = 3;
const FIND_COORDINATOR = 10;
const CLIENT = "dfras-services";

/**
 * Whether the broker takes part and its group coordinator is there, which the first question lays out.
 * @throws with the broker's error code while it is not.
 */
export async function brokerAnswers(port) {
  const metadata = await ask(port, METADATA, Buffer.from([0, 0, 0, 0]));
  if (metadata.readInt32BE(0) < 1) throw new Error("no broker has registered yet");
  const group = text("services");
  const found = await ask(port, FIND_COORDINATOR, Buffer.concat([group, Buffer.from([0])]));
  const error = found.readInt16BE(4);
  if (error !== 0) throw new Error(`the group coordinator answers with error ${error}`);
  return true;
}

/** One request of Kafka's protocol in version 1 of its kind; the answer's body. */
function ask(port, kind, body) {
  const header = Buffer.alloc(8);
  header.writeInt16BE(kind, 0);
  header.writeInt16BE(1, 2);
  header.writeInt32BE(1, 4);
  const message = Buffer.concat([header, text(CLIENT), body]);
  const size = Buffer.alloc(4);
  size.writeInt32BE(message.length);
  return new Promise((resolve, reject) => {
    const socket = connect({ host: "127.0.0.1", port }, () => socket.write(Buffer.concat([size, message])));
    let answer = Buffer.alloc(0);
    socket.setTimeout(3_000, () => socket.destroy(new Error("no answer within 3 s")));
    socket.on("data", (data) => {
      answer = Buffer.concat([answer, data]);
      if (answer.length < 4 || answer.length < 4 + answer.readInt32BE(0)) return;
      resolve(answer.subarray(8));
      socket.destroy();
    });
    socket.once("error", reject);
    socket.once("close", () => reject(new Error("the broker hung up")));
  });
}

function text(value) {
  const size = Buffer.alloc(2);
  size.writeInt16BE(value.length);
  return Buffer.concat([size, Buffer.from(value)]);
}
