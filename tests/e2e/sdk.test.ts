import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Dfras, NotFoundError, UnprocessableError } from "../../sdk/typescript/src/index.ts";
import { verifyWebhook, type WebhookEvent } from "../../sdk/typescript/src/webhooks.ts";
import { OPERATOR_KEY } from "../harness/product.ts";
import { waitFor } from "../harness/waitFor.ts";
import { type Running, startRunning } from "./support.ts";

const HOUR = 3_600_000;
const now = Date.now();
const ago = (hours: number) => new Date(now - hours * HOUR);

let running: Running;
let operator: Dfras;
let client: Dfras;
let receiver: Awaited<ReturnType<typeof startReceiver>>;

beforeAll(async () => {
  [running, receiver] = await Promise.all([startRunning(), startReceiver()]);
  operator = new Dfras({ apiKey: OPERATOR_KEY, baseUrl: running.product.api });
  const { test_api_key } = await operator.operator.createTenant({
    name: "Acme",
    slug: "sdk",
    placement: "pooled",
  });
  client = operator.withOptions({ apiKey: test_api_key.secret });
});
afterAll(async () => {
  receiver.close();
  await running.close();
});

/** A receiver as partners write it: it answers 204 to what the SDK vouches for, and 401 to all else. */
async function startReceiver() {
  const secrets: string[] = [];
  const events: WebhookEvent[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const verified = verifyWebhook(Buffer.concat(chunks), request.headers, secrets).then(
      (event) => events.push(event),
      () => undefined,
    );
    response.writeHead((await verified) === undefined ? 401 : 204).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/hooks`, secrets, events, close: () => server.close() };
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

const order = (id: string) => ({
  id: `order-${id}`,
  source: "shop",
  type: "order.created",
  occurred_at: ago(30),
  delivery_id: id,
  order_id: `O-${id}`,
  client_id: "C-7",
  city: "Pune",
  data: { promised_by: ago(-20) },
});
const attempt = (id: string) => ({
  source: "carrier-x",
  type: "shipment.attempt_failed",
  occurred_at: ago(1),
  delivery_id: id,
  carrier_id: "X-2",
  reason: "recipient.absent",
});

test("events become an explained failure, which a verified webhook tells of too", async () => {
  const endpoint = await client.webhookEndpoints.create({
    url: receiver.url,
    event_types: ["failure.detected", "failure.analyzed"],
  });
  receiver.secrets.push("whsec_c29tZSBvdGhlciBzZWNyZXQgb2YgdGhlIHBhc3Q=", endpoint.secret);

  const { data, requestId } = await client.events
    .send([order("D-1"), attempt("D-1")], { wait: "stored" })
    .withResponse();
  expect(data).toMatchObject({ accepted: 2, rejected: 0 });
  expect(requestId).toMatch(/^req_/);

  const failure = await waitFor(
    async () => {
      for await (const { id } of client.failures.list({ delivery_id: "D-1" })) {
        const found = await client.failures.retrieve(id);
        if (found.analysis !== null) return found;
      }
      return undefined;
    },
    { timeoutMs: 30_000 },
  );
  expect(failure).toMatchObject({ kind: "attempt_failed", delivery_id: "D-1", status: "open" });
  expect(failure.analysis?.narrative).not.toBe("");

  const analyzed = await waitFor(
    () => receiver.events.find((event) => event.type === "failure.analyzed" && event.data.id === failure.id),
    { timeoutMs: 30_000 },
  );
  expect(analyzed.data).toMatchObject({ delivery_id: "D-1", analysis: { narrative: expect.any(String) } });
});

test("an event without an id gets the same one each time, so that sending it again adds nothing", async () => {
  const event = attempt("D-2");
  const sent = [];
  for await (const chunk of client.events.sendMany([event, { ...event }], { wait: "stored" }))
    sent.push(chunk);
  expect(sent).toMatchObject([{ count: 2, accepted: 1, duplicates: 1, failed: [] }]);
  await client.events.send(event, { wait: "stored" });
  const stored = await all(client.events.list({ delivery_id: "D-2" }));
  expect(stored.map(({ id }) => id)).toEqual([expect.stringMatching(/^auto_[0-9a-f]{32}$/)]);
});

test("a list goes on through its pages, and many events go in compressed chunks with what was refused", async () => {
  const events = Array.from({ length: 230 }, (_, at) => order(`P-${at}`));
  const bad = { ...order("P-bad"), occurred_at: "yesterday" };
  const chunks = await all(client.events.sendMany([...events, bad], { maxEvents: 100, wait: "stored" }));
  expect(chunks.map(({ index, count, accepted }) => [index, count, accepted])).toEqual([
    [0, 100, 100],
    [100, 100, 100],
    [200, 31, 30],
  ]);
  expect(chunks[2]?.failed).toMatchObject([
    { index: 230, status: "rejected", retryable: false, errors: [{ pointer: "/occurred_at" }] },
  ]);
  const listed = await waitFor(
    async () => {
      const ids = (await all(client.deliveries.list({ limit: 100 }))).map(({ id }) => id);
      const wanted = events.filter(({ delivery_id }) => ids.includes(delivery_id));
      return wanted.length === 230 && ids;
    },
    { timeoutMs: 30_000 },
  );
  expect(new Set(listed).size).toBe(listed.length);
});

test("what the API refuses is an error of a class of its own, with the API's own words", async () => {
  const missing = await client.failures.retrieve("fal_none").catch((error: unknown) => error);
  expect(missing).toBeInstanceOf(NotFoundError);
  expect(missing).toMatchObject({ code: "not_found", status: 404, retryable: false });
  expect((missing as NotFoundError).requestId).toMatch(/^req_/);

  const refused = await client.events
    .send({ ...order("D-9"), occurred_at: "yesterday" })
    .catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(UnprocessableError);
  expect((refused as UnprocessableError).problem["results"]).toMatchObject([
    { index: 0, status: "rejected" },
  ]);
});

test("files are uploaded, followed until they are read, and what was wrong with their rows is listed", async () => {
  const created = await client.imports.create({
    mapping: {
      source: "shop",
      files: [
        {
          match: "orders.csv",
          format: "csv",
          events: [
            {
              members: {
                type: { const: "order.created" },
                id: { template: "order-{order}" },
                order_id: { column: "order" },
                occurred_at: { column: "at", as: "time" },
              },
            },
          ],
        },
      ],
    },
  });
  async function* file() {
    yield Buffer.from("order,at\n");
    for (let at = 0; at < 50; at += 1) yield Buffer.from(`I-${at},2026-11-01T08:00:00Z\n`);
    yield Buffer.from("I-bad,yesterday\n");
  }
  expect(await client.imports.upload(created.id, "orders.csv", file())).toMatchObject({ complete: true });
  await client.imports.start(created.id);
  const fractions: number[] = [];
  const ended = await client.imports.waitUntilFinished(created.id, {
    intervalMs: 50,
    totalTimeoutMs: 60_000,
    onProgress: ({ progress }) => fractions.push(progress.fraction),
  });
  expect(ended).toMatchObject({ state: "finished", counts: { rows: 51, rows_failed: 1, stored: 50 } });
  expect(fractions.at(-1)).toBe(1);
  const errors = await all(client.imports.listErrors(created.id));
  expect(errors).toMatchObject([{ file: "orders.csv", row: 51, errors: [{ pointer: "/columns/at" }] }]);
});
