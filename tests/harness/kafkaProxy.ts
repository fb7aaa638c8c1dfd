import type { AddressInfo } from "node:net";
import { connect, createServer, type Socket } from "node:net";

/** A proxy between Kafka's clients and one broker, that can fail as networks do. */
export interface KafkaProxy {
  readonly host: string;
  readonly port: number;
  /** The next `count` produce requests go through, but their answers do not: the connection ends instead. */
  loseAnswers(count: number): void;
  /** How many answers it has lost. */
  lost(): number;
  /** Ends all connections and takes no new ones. */
  down(): void;
  up(): void;
  close(): Promise<void>;
}

const PRODUCE = 0;
const HEADER_BYTES = 6;

export async function startKafkaProxy(target: string): Promise<KafkaProxy> {
  const [host = "", port] = target.split(":");
  const sockets = new Set<Socket>();
  let isDown = false;
  let toLose = 0;
  let lost = 0;

  function relay(client: Socket): void {
    if (isDown) {
      client.destroy();
      return;
    }
    const broker = connect({ host, port: Number(port), noDelay: true });
    const end = () => {
      client.destroy();
      broker.destroy();
    };
    let doomed = false;
    const onRequest = watchRequests((apiKey) => {
      if (apiKey !== PRODUCE || toLose === 0) return;
      toLose--;
      doomed = true;
    });
    client.on("data", (chunk) => {
      onRequest(chunk);
      broker.write(chunk);
    });
    broker.on("data", (chunk) => {
      if (!doomed) {
        client.write(chunk);
        return;
      }
      lost++;
      end();
    });
    for (const socket of [client, broker]) {
      sockets.add(socket);
      socket.on("error", end);
      socket.on("close", () => {
        sockets.delete(socket);
        end();
      });
    }
  }

  const server = createServer({ noDelay: true }, relay);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const cutAll = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    host: "127.0.0.1",
    port: (server.address() as AddressInfo).port,
    loseAnswers(count) {
      toLose = count;
    },
    lost: () => lost,
    down() {
      isDown = true;
      cutAll();
    },
    up() {
      isDown = false;
    },
    async close() {
      cutAll();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Tells the kind of each request in a stream: a length, then the kind, as 32 and 16 bits. */
function watchRequests(onRequest: (apiKey: number) => void): (chunk: Buffer) => void {
  let header = Buffer.alloc(0);
  let skip = 0;
  return (chunk) => {
    let rest = chunk;
    while (rest.length > 0) {
      const skipped = Math.min(skip, rest.length);
      skip -= skipped;
      rest = rest.subarray(skipped);
      const part = rest.subarray(0, HEADER_BYTES - header.length);
      header = Buffer.concat([header, part]);
      rest = rest.subarray(part.length);
      if (header.length < HEADER_BYTES) return;
      onRequest(header.readInt16BE(4));
      skip = header.readInt32BE(0) - 2;
      header = Buffer.alloc(0);
    }
  };
}
