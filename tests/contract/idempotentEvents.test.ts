import { gzipSync } from "node:zlib";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { EventLog } from "../../events/log/port.ts";
import { withTenant } from "../../tenancy/database.ts";
import { makeApp, type TestApp, type TestTenant } from "../harness/app.ts";
import { expectProblem } from "./expectProblem.ts";

let api: TestApp;
let tenant: TestTenant;
/** What the log does to the next append instead of taking it. */
let fault: "refuses all" | "refuses one" | undefined;

beforeAll(async () => {
  const plain = await makeApp();
  const log: EventLog = {
    ...plain.deps.eventLog,
    append: async (records) => {
      const now = fault;
      fault = undefined;
      if (now === "refuses all") return records.map(() => ({ ok: false, reason: "test" }));
      if (now === undefined) return plain.deps.eventLog.append(records);
      const [, ...rest] = records;
      return [{ ok: false, reason: "test" }, ...(await plain.deps.eventLog.append(rest))];
    },
  };
  const shared = await makeApp({ eventLog: log, keyring: plain.deps.keyring });
  api = { ...shared, close: async () => void (await Promise.all([shared.close(), plain.close()])) };
  tenant = await api.makeTenant();
});
afterAll(() => api.close());

let count = 0;
const newKey = () => `events-${process.pid}-${++count}`;
const order = (id: string) => ({
  id,
  type: "order.created",
  occurred_at: "2026-11-20T08:15:00Z",
  order_id: `O-${id}`,
});
const send = (idempotencyKey: string, body: unknown, headers = {}, query = "") =>
  api.call("POST", `/v1/events${query}`, {
    key: tenant.liveKey,
    body,
    headers: { "Idempotency-Key": idempotencyKey, ...headers },
  });
const batches = async () =>
  (await withTenant(api.deps.db, tenant.id, (tx) => tx.execute(sql`SELECT FROM ingest_batches`))).length;

test("a repeat replays the stored answer, however it is encoded, and appends nothing", async () => {
  const key = newKey();
  const body = [order("a"), { ...order("b"), occurred_at: "never" }];
  const first = await send(key, body);
  expect(first.body).toMatchObject({ accepted: 1, rejected: 1 });
  const before = await batches();
  const again = await send(key, new Uint8Array(gzipSync(JSON.stringify(body))), {
    "Content-Encoding": "gzip",
  });
  expect([again.status, again.body]).toEqual([202, first.body]);
  expect(again.headers.get("Idempotency-Replayed")).toBe("true");
  expect(await batches()).toBe(before);
});

test("the same text as lines, or with another query, is another request", async () => {
  const key = newKey();
  expect((await send(key, order("c"))).status).toBe(202);
  const lines = await send(key, JSON.stringify(order("c")), { "Content-Type": "application/x-ndjson" });
  expectProblem(lines, "idempotency_key_reused");
  expectProblem(await send(key, order("c"), {}, "?results=all"), "idempotency_key_reused");
});

test("a refusal of all records is replayed with its results", async () => {
  const key = newKey();
  const first = await send(key, [{ id: "x" }]);
  expect(first.status).toBe(422);
  const again = await send(key, [{ id: "x" }]);
  expect([again.status, again.body]).toEqual([422, first.body]);
  expect(again.headers.get("Idempotency-Replayed")).toBe("true");
});

test("what the log did not take is not kept: the next attempt is a real one", async () => {
  const key = newKey();
  fault = "refuses all";
  expectProblem(await send(key, order("d")), "unavailable");
  const second = await send(key, order("d"));
  expect([second.status, second.headers.get("Idempotency-Replayed")]).toEqual([202, null]);

  const part = newKey();
  fault = "refuses one";
  expect((await send(part, [order("e"), order("f")])).body).toMatchObject({ accepted: 1, unavailable: 1 });
  const whole = await send(part, [order("e"), order("f")]);
  expect(whole.body).toMatchObject({ accepted: 2, unavailable: 0 });
  expect(whole.headers.get("Idempotency-Replayed")).toBe(null);
  expect((await send(part, [order("e"), order("f")])).body).toEqual(whole.body);
});
