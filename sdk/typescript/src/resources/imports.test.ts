import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { json, refuse, startServer, type TestServer } from "../../testing/server.ts";
import { Dfras } from "../client.ts";
import { AbortedError, ApiError, TimeoutError } from "../core/errors.ts";

let close: () => unknown = () => undefined;
afterEach(() => close());

const FILE = new Uint8Array(300_000).map((_, at) => at % 251);

/** Holds files as the API does, and breaks off the uploads that it is told to, with what came until then. */
async function serveUploads(breaks: readonly number[], busy = 0) {
  const waiting = [...breaks];
  let held = Buffer.alloc(0);
  let refusals = busy;
  const ranges: (string | undefined)[] = [];
  const answer = (response: ServerResponse) =>
    json(response, {
      name: "f",
      bytes: held.length,
      total_bytes: FILE.length,
      complete: held.length === FILE.length,
    });
  const server = createServer(async (request: IncomingMessage, response) => {
    const range = request.headers["content-range"];
    ranges.push(range);
    if (range?.startsWith("bytes */")) return answer(response);
    if (range !== undefined && refusals > 0) {
      refusals -= 1;
      return refuse(response, 409, { errors: [{ code: "being_written", pointer: "", detail: "" }] });
    }
    if (range === undefined) held = Buffer.alloc(0);
    const most = waiting.shift() ?? Number.POSITIVE_INFINITY;
    for await (const chunk of request) {
      held = Buffer.concat([held, chunk]);
      if (held.length < most) continue;
      held = held.subarray(0, most);
      response.destroy();
      return;
    }
    answer(response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  close = () => server.close();
  const { port } = server.address() as AddressInfo;
  const client = new Dfras({ apiKey: "key", baseUrl: `http://127.0.0.1:${port}`, log: () => undefined });
  return { client, ranges, held: () => held };
}

test("an upload that breaks off goes on where the bytes that came end", async () => {
  const { client, ranges, held } = await serveUploads([100_000, 250_000], 1);
  const done = await client.imports.upload("imp_1", "f", new Blob([FILE]));
  expect(done).toMatchObject({ complete: true, bytes: FILE.length });
  expect(held().equals(FILE)).toBe(true);
  expect(ranges).toEqual([
    undefined,
    "bytes */300000",
    "bytes 100000-299999/300000",
    "bytes */300000",
    "bytes 100000-299999/300000",
    "bytes */300000",
    "bytes 250000-299999/300000",
  ]);
});

test("an upload of an earlier process goes on when told to; one that is whole sends nothing", async () => {
  const { client, ranges } = await serveUploads([120_000]);
  const upload = (resume: boolean) => client.imports.upload("imp_1", "f", FILE, { resume, maxRetries: 0 });
  await expect(upload(false)).rejects.toThrow();
  await upload(true);
  await upload(true);
  expect(ranges.slice(1)).toEqual(["bytes */300000", "bytes 120000-299999/300000", "bytes */300000"]);
});

test("a stream and an iteration are sent as they come, and once", async () => {
  async function* parts() {
    for (let at = 0; at < FILE.length; at += 50_000) yield FILE.subarray(at, at + 50_000);
  }
  for (const body of [parts(), new Blob([FILE]).stream()]) {
    const { client, ranges, held } = await serveUploads([]);
    expect(await client.imports.upload("imp_1", "f", body)).toMatchObject({ complete: true });
    expect(held().equals(FILE)).toBe(true);
    expect(ranges).toEqual([undefined]);
    await close();
  }
  const { client, ranges } = await serveUploads([60_000]);
  await expect(client.imports.upload("imp_1", "f", parts())).rejects.toThrow();
  expect(ranges).toEqual([undefined]);
});

test("a refusal of an upload is thrown at once", async () => {
  const server = await startServer((_, response) => refuse(response, 413));
  close = server.close;
  const client = new Dfras({ apiKey: "key", baseUrl: server.baseUrl });
  await expect(client.imports.upload("imp_1", "f", "text")).rejects.toThrow(ApiError);
  expect(server.requests.map(({ body }) => body)).toEqual(["text"]);
});

async function serveStates(states: readonly string[]): Promise<{ server: TestServer; client: Dfras }> {
  const server = await startServer((_, response, number) =>
    json(response, { id: "imp_1", state: states[Math.min(number, states.length) - 1] }),
  );
  close = server.close;
  return { server, client: new Dfras({ apiKey: "key", baseUrl: server.baseUrl }) };
}

test("waiting ends with the import, also with one that failed, and tells of each reading", async () => {
  for (const last of ["finished", "failed", "cancelled"]) {
    const { client, server } = await serveStates(["queued", "running", "new-state", last]);
    const states: string[] = [];
    const onProgress = ({ state }: { state: string }) => states.push(state);
    expect((await client.imports.waitUntilFinished("imp_1", { intervalMs: 1, onProgress })).state).toBe(last);
    expect(states).toEqual(["queued", "running", "new-state", last]);
    await server.close();
  }
});

test("waiting can be aborted and has a deadline of its own", async () => {
  const { client } = await serveStates(["running"]);
  const controller = new AbortController();
  const onProgress = () => controller.abort();
  const { signal } = controller;
  await expect(
    client.imports.waitUntilFinished("imp_1", { intervalMs: 60_000, onProgress, signal }),
  ).rejects.toThrow(AbortedError);
  await expect(
    client.imports.waitUntilFinished("imp_1", { intervalMs: 60_000, totalTimeoutMs: 100 }),
  ).rejects.toThrow(TimeoutError);
});

test("lines are read as they come, whatever pieces they come in; an abort ends them", async () => {
  const text = `${JSON.stringify({ file: "ä.csv", row: 1 })}\n\n${JSON.stringify({ file: "b", row: 2 })}`;
  const server = await startServer(async (request, response) => {
    response.writeHead(200, { "content-type": "application/x-ndjson" });
    for (const byte of Buffer.from(text)) response.write(Buffer.of(byte));
    if (request.url.includes("whole")) response.end();
    else response.write("\n");
  });
  close = server.close;
  const client = new Dfras({ apiKey: "key", baseUrl: server.baseUrl });
  const rows = [];
  for await (const line of client.imports.listErrors("whole")) rows.push([line.file, line.row]);
  expect(rows).toEqual([
    ["ä.csv", 1],
    ["b", 2],
  ]);
  const controller = new AbortController();
  const reading = (async () => {
    const lines = client.imports.listErrors("hanging", { signal: controller.signal });
    for await (const { row } of lines) if (row === 2) controller.abort();
  })();
  await expect(reading).rejects.toThrow(AbortedError);
});
