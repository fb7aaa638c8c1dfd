// A receiver in a process of its own: verifies Standard Webhooks signatures with node:crypto alone, and counts.
// Prints `sink {"url": ...}`; PUT /secret adds a secret, PUT /answer the status to answer with (0: take it), GET
// answers what came, with the bodies' `data` when started with --keep-data.
import { createHmac, timingSafeEqual } from "node:crypto";
import { createServer } from "node:http";

const secrets = [];
const messages = new Map();
const keepData = process.argv.includes("--keep-data");
let answer = 0;
let refused = 0;
let invalid = 0;
let received = 0;

function isSigned(headers, body) {
  const id = headers["webhook-id"];
  const at = headers["webhook-timestamp"];
  if (!id || !/^\d+$/.test(at ?? "") || Math.abs(Date.now() / 1000 - Number(at)) > 300) return false;
  const given = String(headers["webhook-signature"])
    .split(" ")
    .filter((part) => part.startsWith("v1,"))
    .map((part) => Buffer.from(part.slice(3), "base64"));
  return secrets.some((secret) => {
    const expected = createHmac("sha256", secret).update(`${id}.${at}.`).update(body).digest();
    return given.some((one) => one.length === expected.length && timingSafeEqual(one, expected));
  });
}

function take(request, body) {
  received += 1;
  if (!isSigned(request.headers, body)) {
    invalid += 1;
    return 401;
  }
  if (answer !== 0) {
    refused += 1;
    return answer;
  }
  const { type, data } = JSON.parse(body.toString());
  const id = request.headers["webhook-id"];
  const seen = messages.get(id);
  if (seen) seen.times += 1;
  else {
    const message = { id, type, object: data.id, version: data.version, times: 1, at: Date.now() };
    messages.set(id, keepData ? { ...message, data } : message);
  }
  return 204;
}

const server = createServer((request, response) => {
  const chunks = [];
  request.on("data", (chunk) => chunks.push(chunk));
  request.on("end", () => {
    const body = Buffer.concat(chunks);
    if (request.method === "PUT" && request.url === "/answer") {
      answer = Number(body.toString());
      response.writeHead(204).end();
    } else if (request.method === "PUT") {
      secrets.push(Buffer.from(body.toString().replace("whsec_", ""), "base64"));
      response.writeHead(204).end();
    } else if (request.method === "GET") {
      response.end(JSON.stringify({ received, refused, invalid, messages: [...messages.values()] }));
    } else {
      response.writeHead(take(request, body)).end();
    }
  });
});
server.listen(0, "127.0.0.1", () => {
  process.stdout.write(`sink ${JSON.stringify({ url: `http://127.0.0.1:${server.address().port}/` })}\n`);
});
process.stdin.resume().on("end", () => process.exit(0));
