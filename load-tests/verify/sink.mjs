// A receiver in a process of its own: verifies Standard Webhooks signatures with node:crypto alone, and counts.
// Prints `sink {"url": ...}`; PUT /secret sets the secret, GET /messages answers what came.
import { createHmac, timingSafeEqual } from "node:crypto";
import { createServer } from "node:http";

let secret = Buffer.alloc(0);
const messages = new Map();
let invalid = 0;
let received = 0;

function isSigned(headers, body) {
  const id = headers["webhook-id"];
  const at = headers["webhook-timestamp"];
  if (!id || !/^\d+$/.test(at ?? "") || Math.abs(Date.now() / 1000 - Number(at)) > 300) return false;
  const expected = createHmac("sha256", secret).update(`${id}.${at}.`).update(body).digest();
  return String(headers["webhook-signature"])
    .split(" ")
    .filter((part) => part.startsWith("v1,"))
    .map((part) => Buffer.from(part.slice(3), "base64"))
    .some((given) => given.length === expected.length && timingSafeEqual(given, expected));
}

function take(request, body) {
  received += 1;
  if (!isSigned(request.headers, body)) {
    invalid += 1;
    return 401;
  }
  const { type, data } = JSON.parse(body.toString());
  const id = request.headers["webhook-id"];
  const seen = messages.get(id);
  if (seen) seen.times += 1;
  else messages.set(id, { id, type, object: data.id, version: data.version, times: 1, at: Date.now() });
  return 204;
}

const server = createServer((request, response) => {
  const chunks = [];
  request.on("data", (chunk) => chunks.push(chunk));
  request.on("end", () => {
    const body = Buffer.concat(chunks);
    if (request.method === "PUT") {
      secret = Buffer.from(body.toString().replace("whsec_", ""), "base64");
      response.writeHead(204).end();
    } else if (request.method === "GET") {
      response.end(JSON.stringify({ received, invalid, messages: [...messages.values()] }));
    } else {
      response.writeHead(take(request, body)).end();
    }
  });
});
server.listen(0, "127.0.0.1", () => {
  process.stdout.write(`sink ${JSON.stringify({ url: `http://127.0.0.1:${server.address().port}/` })}\n`);
});
process.stdin.resume().on("end", () => process.exit(0));
