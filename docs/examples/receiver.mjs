// A webhook receiver that trusts nobody: checks Standard Webhooks signatures with node:crypto alone and prints what came.
// Usage: WEBHOOK_SECRET=whsec_... node docs/examples/receiver.mjs [port]
import { createHmac, timingSafeEqual } from "node:crypto";
import { createServer } from "node:http";

const key = Buffer.from((process.env.WEBHOOK_SECRET ?? "").replace("whsec_", ""), "base64");
const TOLERANCE_SECONDS = 300;

/** `body` must be the bytes as they came: parsing and writing JSON again changes them. */
function isSigned(headers, body) {
  const { "webhook-id": id, "webhook-timestamp": at, "webhook-signature": signatures } = headers;
  if (!id || !(Math.abs(Date.now() / 1000 - Number(at)) <= TOLERANCE_SECONDS)) return false;
  const expected = createHmac("sha256", key).update(`${id}.${at}.`).update(body).digest();
  return String(signatures)
    .split(" ")
    .filter((signature) => signature.startsWith("v1,"))
    .map((signature) => Buffer.from(signature.slice(3), "base64"))
    .some((given) => given.length === expected.length && timingSafeEqual(given, expected));
}

createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  if (!isSigned(request.headers, body)) {
    console.log("refused: not signed by DFRAS");
    response.writeHead(401).end();
    return;
  }
  const { type, data } = JSON.parse(body.toString());
  console.log(
    `verified ${type} ${data.id} version ${data.version}: ${data.analysis?.narrative ?? "no analysis yet"}`,
  );
  // The same webhook-id may come again, and an older version after a newer one: keep the highest version.
  response.writeHead(204).end();
}).listen(Number(process.argv[2] ?? 4000), "127.0.0.1");
