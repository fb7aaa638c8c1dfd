import { randomBytes } from "node:crypto";
import { pino } from "pino";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import type { Ctx } from "../../tenancy/context.ts";
import { openDatabase, withSystem } from "../../tenancy/database.ts";
import { createKeyring } from "../../tenancy/keyring.ts";
import { openPersonal } from "../../tenancy/personal/openPersonal.ts";
import { SCOPES } from "../../tenancy/scopes.ts";
import { createTenant } from "../../tenancy/tenants/createTenant.ts";
import { waitFor } from "../../tests/harness/waitFor.ts";
import { getBatch } from "../batches/getBatch.ts";
import { settleBatches } from "../batches/settleBatches.ts";
import { waitForBatch } from "../batches/waitForBatch.ts";
import type { SealedEvent } from "../event.ts";
import { decodeEnvelope, type Envelope } from "../log/envelope.ts";
import type { EventLog, LogRecord } from "../log/port.ts";
import { RAW_TOPICS } from "../log/port.ts";
import { createPostgresLog } from "../log/postgres/createPostgresLog.ts";
import { listQuarantine } from "../quarantine/listQuarantine.ts";
import { acceptEvents } from "./acceptEvents.ts";
import { nothingTaken } from "./answer.ts";
import { readRecords } from "./readRecords.ts";

const db = openDatabase({ url: inject("databaseUrl"), poolSize: 4 });
const keyring = createKeyring(randomBytes(32));
const log = createPostgresLog({ db, log: pino({ level: "silent" }) });
let ctx: Ctx;
let sandbox: Ctx;
let stranger: Ctx;

beforeAll(async () => {
  [ctx, sandbox] = await mintTenant();
  [stranger] = await mintTenant();
});
afterAll(async () => {
  await log.close();
  await db.close();
});

async function mintTenant(): Promise<[Ctx, Ctx]> {
  const slug = `t-${randomBytes(6).toString("hex")}`;

  const made = await createTenant(
    { db, keyring, prepare: async () => {} },
    { name: slug, slug, placement: "pooled" },
  );
  const of = (tenant: Ctx["tenant"]): Ctx => ({
    tenant,
    actor: { kind: "api_key", id: "key_test" },
    scopes: new Set(SCOPES),
    sources: null,
    requestId: "req_test",
    traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    db,
  });
  return [of(made.tenant), of(made.sandbox)];
}

const LINE = "Flat 7, Kestrel House zq81";
const order = (id: string, more: object = {}) => ({
  id,
  source: "oms",
  type: "order.created",
  occurred_at: "2026-11-01T10:00:00+05:30",
  order_id: `O-${id}`,
  customer_id: "U-9",
  ...more,
});
const withAddress = (id: string) =>
  order(id, {
    data: {
      promised_by: "2026-11-02T21:00:00+05:30",
      amount: 614,
      recipient: { name: "Asha Kestrelwala", phone: "+91 98", email: "a@example.org" },
      address: {
        line1: LINE,
        line2: "MG Road",
        city: "Pune",
        state: "Maharashtra",
        postal_code: "411001",
        country: "IN",
      },
    },
  });

function send(to: Ctx, events: readonly unknown[], eventLog: EventLog = log) {
  const body = Buffer.from(
    events.map((event) => (typeof event === "string" ? event : JSON.stringify(event))).join("\n"),
  );
  return acceptEvents(to, { log: eventLog, keyring }, { records: readRecords(body, { format: "ndjson" }) });
}

/** What the log holds of the tenant, read from its beginning. */
async function logOf(
  tenantKey: number,
  count: number,
): Promise<(LogRecord & { envelope: Envelope<SealedEvent> })[]> {
  const found: (LogRecord & { envelope: Envelope<SealedEvent> })[] = [];
  const subscription = await log.subscribe({
    group: `test-${randomBytes(6).toString("hex")}`,
    topics: RAW_TOPICS,
    maxRecords: 500,
    onRange: async (range) => {
      for (const record of range.records)
        if (record.key.startsWith(`${tenantKey}:`))
          found.push({ ...record, envelope: decodeEnvelope(record.value) });
    },
  });
  await waitFor(() => found.length >= count);
  await subscription.close();
  return found;
}

it("takes the good, names the faults of the others, keeps the batch and the quarantine", async () => {
  const answer = await send(ctx, [
    order("a1"),
    order("a2", { type: "order.creatd" }),
    order("a1"),
    order("a1", { city: "Pune" }),
    "{not json",
    order("a3", { occurred_at: "yesterday", vehicel_id: "V" }),
  ]);
  expect(answer).toMatchObject({ accepted: 1, duplicates: 1, rejected: 4, unavailable: 0 });
  expect(answer.batch_id).toMatch(/^bat_/);
  expect(
    answer.results.map(({ index, id, status, retryable, errors }) => [
      index,
      id,
      status,
      retryable,
      errors.map((e) => `${e.code} ${e.pointer}`),
    ]),
  ).toEqual([
    [1, "a2", "rejected", false, ["unknown_type /type"]],
    [2, "a1", "duplicate", false, []],
    [3, "a1", "rejected", false, ["event_id_conflict /id"]],
    [4, undefined, "rejected", false, ["invalid_json "]],
    [5, "a3", "rejected", false, ["invalid_format /occurred_at", "unknown_field /vehicel_id"]],
  ]);
  expect(nothingTaken(answer)).toBe(false);
  expect(await getBatch(ctx, answer.batch_id)).toEqual({
    id: answer.batch_id,
    state: "accepted",
    accepted: 1,
    stored: 0,
    duplicate: 0,
    conflict: 0,
    quarantined: 0,
    rejected: 4,
    duplicates: 1,
    unavailable: 0,
    import_id: null,
    request_id: "req_test",
    trace_id: "0af7651916cd43dd8448eb211c80319c",
    accepted_at: expect.stringMatching(/Z$/),
  });
  await expect(getBatch(stranger, answer.batch_id)).rejects.toMatchObject({ code: "not_found" });
  const items = await listQuarantine(ctx, { keyring }, { limit: 100, status: "open" });
  expect(items.map((item) => [item.source, item.event_id, item.stage, item.seen]).sort()).toEqual([
    ["oms", "a1", "edge", 1],
    ["oms", "a2", "edge", 1],
    ["oms", "a3", "edge", 1],
  ]);
  expect(await listQuarantine(stranger, { keyring }, { limit: 100 })).toEqual([]);
});

it("counts a fault that comes again, and closes it when the event comes in order", async () => {
  await send(ctx, [order("b1", { reason: "dog.barked" })]);
  await send(ctx, [order("b1", { reason: "dog.barke" })]);
  const [item] = (await listQuarantine(ctx, { keyring }, { limit: 100 })).filter(
    (each) => each.event_id === "b1",
  );
  expect(item).toMatchObject({
    status: "open",
    seen: 2,
    type: "order.created",
    errors: [{ pointer: "/reason" }],
  });
  expect((await send(ctx, [order("b1")])).accepted).toBe(1);
  const [after] = (await listQuarantine(ctx, { keyring }, { limit: 100 })).filter(
    (each) => each.event_id === "b1",
  );
  expect(after).toMatchObject({ status: "closed" });
});

it("seals what is personal, and leaves what analysis needs", async () => {
  const key = stranger.tenant.key;
  await send(stranger, [withAddress("c1"), order("c2", { reason_text: `left at ${LINE}` })]);
  const records = await logOf(key, 2);
  expect(JSON.stringify(records)).not.toMatch(/Kestrel|zq81|MG Road|example\.org/);
  const c1 = records.find((record) => record.envelope.body.id === "c1")?.envelope;
  expect(c1).toMatchObject({
    tenant_key: key,
    request_id: "req_test",
    traceparent: expect.stringMatching(/^00-/),
    schema_version: "1.0",
    content_hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    body: {
      delivery_id: "O-c1",
      occurred_at: "2026-11-01T04:30:00.000Z",
      data: {
        amount: 614,
        promised_by: "2026-11-02T15:30:00.000Z",
        address: { city: "Pune", state: "Maharashtra", postal_code: "411001", country: "IN" },
      },
      derived: { v: 1, address: { flags: [], hash: expect.any(String) } },
    },
  });
  const opened = await openPersonal({ db, keyring }, stranger.tenant.id, [c1?.body.personal ?? ""]);
  expect(JSON.parse(opened[0] ?? "")).toEqual({
    data: {
      recipient: { name: "Asha Kestrelwala", phone: "+91 98", email: "a@example.org" },
      address: { line1: LINE, line2: "MG Road" },
    },
  });
  expect(records.every((record) => record.topic === "orders_raw" && record.key.startsWith(`${key}:`))).toBe(
    true,
  );
});

it("keeps the raw body of a refused record sealed", async () => {
  await send(ctx, [{ ...withAddress("d1"), reason: "dog.barked" }]);
  const rows = await withSystem(db, "test", (tx) => tx.execute("select raw, errors::text from quarantine"));
  expect(JSON.stringify(rows)).not.toMatch(/Kestrel|zq81/);
});

it("takes received_hint under a test key only", async () => {
  const hinted = order("e1", { received_hint: "2026-11-01T10:01:00+05:30" });
  expect((await send(sandbox, [hinted])).accepted).toBe(1);
  const refused = await send(ctx, [hinted]);
  expect(refused.results[0]?.errors).toMatchObject([{ code: "unknown_field", pointer: "/received_hint" }]);
  expect(nothingTaken(refused)).toBe(true);
});

it("writes as the sources that the key may use, and lists all results when asked", async () => {
  const limited: Ctx = { ...ctx, sources: ["wms-pune", "wms-goa"] };
  const records = readRecords(
    Buffer.from(JSON.stringify([order("f1"), order("f2", { source: "wms-goa" })])),
    { format: "json" },
  );
  const answer = await acceptEvents(limited, { log, keyring }, { records }, { results: "all" });
  expect(answer.results.map((each) => [each.index, each.status])).toEqual([
    [0, "accepted"],
    [1, "accepted"],
  ]);
  const bodies = (await logOf(ctx.tenant.key, 4))
    .map(({ envelope }) => envelope.body)
    .filter((body) => body.id.startsWith("f"));
  expect(bodies.map((body) => [body.id, body.source]).sort()).toEqual([
    ["f1", "wms-pune"],
    ["f2", "wms-goa"],
  ]);
});

it("refuses a credential without events:write", async () => {
  await expect(send({ ...ctx, scopes: new Set() }, [order("g1")])).rejects.toMatchObject({
    code: "insufficient_scope",
  });
});

it("tells single records that the log did not take, and fails when it takes none", async () => {
  const half: EventLog = {
    ...log,
    append: async (records) => {
      const outcomes = await log.append(records.slice(1));
      return [{ ok: false, reason: "away" }, ...outcomes];
    },
  };
  const answer = await send(ctx, [order("h1"), order("h1"), order("h2")], half);
  expect(answer).toMatchObject({ accepted: 1, duplicates: 0, unavailable: 2 });
  expect(answer.results.map((each) => [each.index, each.status, each.retryable])).toEqual([
    [0, "unavailable", true],
    [1, "unavailable", true],
  ]);
  const none: EventLog = {
    ...log,
    append: async (records) => records.map(() => ({ ok: false, reason: "away" })),
  };
  await expect(send(ctx, [order("h3")], none)).rejects.toMatchObject({
    code: "unavailable",
    retryAfter: expect.any(Number),
  });
});

it("settles a batch when every accepted event was counted, whoever writes first", async () => {
  const answer = await send(ctx, [order("i1"), order("i2"), order("i3")]);
  const counts = {
    tenantId: ctx.tenant.id,
    batchId: answer.batch_id,
    stored: 1,
    duplicate: 1,
    conflict: 0,
    quarantined: 0,
  };
  const waiting = waitForBatch(ctx, answer.batch_id);
  await withSystem(db, "test", (tx) => settleBatches(tx, [counts]));
  expect((await waitForBatch(ctx, answer.batch_id, { timeoutMs: 1 })).state).toBe("accepted");
  await withSystem(db, "test", (tx) =>
    settleBatches(tx, [{ ...counts, stored: 0, duplicate: 0, quarantined: 1 }]),
  );
  expect(await waiting).toMatchObject({
    state: "settled",
    accepted: 3,
    stored: 1,
    duplicate: 1,
    quarantined: 1,
  });
  await withSystem(db, "test", (tx) => settleBatches(tx, [{ ...counts, batchId: "bat_early" }]));
  await expect(getBatch(ctx, "bat_early")).rejects.toMatchObject({ code: "not_found" });
});
