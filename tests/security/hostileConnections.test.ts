import { connect, type Socket } from "node:net";
import { getRequestListener } from "@hono/node-server";
import type { z } from "@hono/zod-openapi";
import { pino } from "pino";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Problem } from "../../api/schemas/problem.ts";
import { type Served, serve } from "../../runtime/roles/serve.ts";
import { makeApp, type TestApp, type TestTenant } from "../harness/app.ts";

let api: TestApp;
let tenant: TestTenant;
let served: Served;
const sockets: Socket[] = [];

beforeAll(async () => {
  api = await makeApp({ bodyTimeoutMs: 400 });
  tenant = await api.makeTenant();
  served = await serve(getRequestListener(api.app.fetch), {
    host: "127.0.0.1",
    port: 0,
    log: pino({ level: "silent" }),
    maxConnections: 20,
    headersTimeoutMs: 300,
  });
});
afterAll(async () => {
  for (const socket of sockets) socket.destroy();
  await served.close();
  await api.close();
});

interface Heard {
  readonly status: number;
  readonly headers: string;
  readonly problem: z.infer<typeof Problem>;
}

/** What the server says until it closes the connection; undefined when it says nothing. */
async function hear(socket: Socket): Promise<Heard | undefined> {
  let text = "";
  socket.setEncoding("utf8").on("data", (part) => {
    text += part;
  });
  socket.on("error", () => {});
  if (!socket.closed) await new Promise<void>((resolve) => socket.once("close", () => resolve()));
  if (text === "") return undefined;
  const [headers = "", body = ""] = text.split("\r\n\r\n");
  const json = /transfer-encoding: chunked/i.test(headers)
    ? body.replaceAll(/^[0-9a-f]+\r\n|\r\n/gm, "")
    : body;
  return {
    status: Number(/^HTTP\/1\.1 (\d+)/.exec(headers)?.[1]),
    headers,
    problem: Problem.parse(JSON.parse(json)),
  };
}

function dial(text: string): Socket {
  const { port } = new URL(served.url);
  const socket = connect(Number(port), "127.0.0.1");
  sockets.push(socket);
  socket.write(text);
  return socket;
}

const head = (more = "") =>
  `POST /v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${tenant.liveKey}\r\nContent-Type: application/json\r\n${more}\r\n`;

test("headers that never end are cut, with a problem", async () => {
  for (const begun of ["", "GET /healthz HTTP/1.1\r\nHost: x\r\n"]) {
    const heard = await hear(dial(begun));
    if (begun === "" && heard === undefined) continue;
    expect(heard).toMatchObject({ status: 408, problem: { code: "request_timeout", retryable: true } });
  }
});

test("headers that are too long or too many are refused by name", async () => {
  const long = await hear(dial(`GET /healthz HTTP/1.1\r\nHost: x\r\nX-Long: ${"x".repeat(20_000)}\r\n\r\n`));
  expect(long).toMatchObject({ status: 431, problem: { code: "headers_too_large" } });
  const many = Array.from({ length: 150 }, (_, n) => `X-${n}: y\r\n`).join("");
  const heard = await hear(dial(`GET /healthz HTTP/1.1\r\nHost: x\r\n${many}\r\n`));
  expect(heard).toMatchObject({ status: 431, problem: { code: "headers_too_large" } });
  expect(heard?.problem.detail).toContain("100");
  expect(heard?.headers).toContain(`Request-Id: ${heard?.problem.request_id}`);
});

test("what is no HTTP is a problem too, and two lengths are no HTTP", async () => {
  for (const text of ["hello\r\n\r\n", head("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n")])
    expect(await hear(dial(text))).toMatchObject({ status: 400, problem: { code: "invalid_request" } });
});

test.each([
  ["declared and never sent", "Content-Length: 1000\r\n", ""],
  ["begun and left", "Content-Length: 1000\r\n", '[{"id":"1"'],
  ["in chunks that end nowhere", "Transfer-Encoding: chunked\r\n", "5\r\n[{}, \r\n"],
])("a body %s is 408, and its connection is closed", async (_, headers, begun) => {
  const heard = await hear(dial(head(headers) + begun));
  expect(heard).toMatchObject({ status: 408, problem: { code: "request_timeout" } });
  expect(heard?.headers).toMatch(/connection: close/i);
});

test("a body that trickles is cut when its time is over, however steadily it comes", async () => {
  const socket = dial(`${head("Content-Length: 1000\r\n")}[`);
  const drip = setInterval(() => socket.writable && socket.write(" "), 50);
  const heard = await hear(socket);
  clearInterval(drip);
  expect(heard).toMatchObject({ status: 408 });
});

test("a body that was declared too large is refused before it comes", async () => {
  const heard = await hear(dial(head("Content-Length: 50000000\r\n")));
  expect(heard).toMatchObject({ status: 413, problem: { code: "too_large" } });
});

test("connections beyond the limit are closed at once; those within are served", async () => {
  const idle = Array.from({ length: 40 }, () => dial("GET /healthz HTTP/1.1\r\n"));
  const closedSilently = (await Promise.all(idle.map(hear))).filter((heard) => heard === undefined);
  expect(closedSilently.length).toBeGreaterThanOrEqual(20);
  const answer = await fetch(`${served.url}/healthz`);
  expect(answer.status).toBe(200);
});
