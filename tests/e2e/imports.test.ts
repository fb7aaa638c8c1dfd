import { request } from "node:http";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Import } from "../../api/schemas/import.ts";
import { createImporting } from "../harness/importing.ts";
import { type Sink, startSink } from "../harness/sink.ts";
import { waitFor } from "../harness/waitFor.ts";
import { type Json, listAll, type Running, startRunning } from "./support.ts";

let running: Running;
let sink: Sink;
beforeAll(async () => {
  [running, sink] = await Promise.all([startRunning(), startSink({ keepData: true })]);
});
afterAll(async () => {
  sink.stop();
  await running.close();
});

const MAPPING = {
  source: "shop",
  files: [
    {
      match: "orders*.csv",
      format: "csv",
      events: [
        {
          members: {
            type: { const: "order.created" },
            id: { template: "order-{order_id}" },
            order_id: { column: "order_id" },
            city: { column: "city" },
            occurred_at: { column: "ordered_at", as: "time" },
            "data.promised_by": { column: "promised_by", as: "time" },
          },
        },
        {
          when: [{ column: "status", in: ["failed"] }],
          members: {
            type: { const: "shipment.attempt_failed" },
            id: { template: "failed-{order_id}" },
            order_id: { column: "order_id" },
            occurred_at: { column: "tried_at", as: "time" },
            reason: { column: "reason", map: { "nobody home": "recipient.absent" }, unmapped: "refuse" },
          },
        },
      ],
    },
  ],
};
const HEADER = "order_id,city,ordered_at,promised_by,status,tried_at,reason";
const line = (id: string, status: string, reason = "", more = {}) => {
  const row = { ordered_at: "2025-03-01T08:00:00Z", promised_by: "2025-03-20T08:00:00Z", ...more };
  return `${id},Pune,${row.ordered_at},${row.promised_by},${status},${status === "failed" ? "2025-03-03T10:00:00Z" : ""},${reason}`;
};
const ROWS = [
  ...Array.from({ length: 40 }, (_, n) => line(`O-${n}`, "failed", "nobody home")),
  line("O-bad-reason", "failed", "moon phase"),
  line("O-bad-time", "failed", "nobody home", { ordered_at: "yesterday" }),
  line("", "failed", "nobody home"),
  line("O-open", "pending", "", { promised_by: "2025-03-05T08:00:00Z" }),
  line("O-later", "pending"),
];
const CSV = `${HEADER}\n${ROWS.join("\n")}\n`;
const AS_OF = "2025-03-10T00:00:00+00:00";

async function newTenant(slug: string) {
  const { live, created } = await running.makeTenant(slug);
  const { secret } = await live.post<{ secret: string }>("/v1/webhook-endpoints", {
    url: sink.url,
    event_types: [
      "failure.detected",
      "failure.analyzed",
      "failure.reanalyzed",
      "failure.withdrawn",
      "import.finished",
    ],
  });
  await sink.setSecret(secret);
  const key = created.api_key.secret;
  const create = (input: object) => createImporting(async () => running.product.api, key, input);
  return { live, key, create };
}

const messagesOf = async (ids: ReadonlySet<string>) =>
  (await sink.read()).messages.filter(({ object }) => ids.has(object));

test("files become explained failures, told by one import.finished and nothing else", async () => {
  const { live, create } = await newTenant("quiet");
  const importing = await create({ mapping: MAPPING, as_of: AS_OF });
  expect((await importing.put("orders.csv.gz", gzipSync(CSV))).status).toBe(200);
  expect((await importing.start()).status).toBe(202);
  const ended = await importing.ended();
  expect(Import.strict().parse(ended)).toEqual(ended);
  expect(ended).toMatchObject({
    state: "finished",
    problem: null,
    counts: { rows: 45, rows_failed: 3, stored: 84, duplicate: 0, conflict: 0, quarantined: 0 },
    progress: { fraction: 1, rows: 45, waits_for: null },
    errors_kept: 4,
  });
  expect(ended.counts.events_accepted).toBe(84);
  expect(ended.counts.events_rejected).toBe(4);

  const errors = await importing.errors();
  expect(errors.map(({ row }) => row)).toEqual([41, 42, 43, 43]);
  expect(JSON.stringify(errors)).not.toContain("moon phase");
  expect(JSON.stringify(errors)).not.toContain("yesterday");

  // Finished means judged: nothing is waited for here.
  const failures = await listAll<Json>(live, "/v1/failures?status=open");
  expect(failures.filter(({ analysis }) => (analysis as Json | null)?.["status"] !== "final")).toEqual([]);
  const kinds = failures.map(({ kind, delivery_id }) => `${kind} ${delivery_id}`);
  expect(kinds.filter((kind) => kind.startsWith("late"))).toEqual(["late O-open"]);
  expect(kinds.filter((kind) => kind.startsWith("attempt_failed"))).toHaveLength(41);

  const told = await waitFor(async () => {
    const found = await messagesOf(new Set([importing.id]));
    return found.length > 0 && found;
  });
  expect(told).toMatchObject([{ type: "import.finished", times: 1 }]);
  expect(told[0]?.data).toEqual(ended);
  expect(await messagesOf(new Set(failures.map(({ id }) => String(id))))).toEqual([]);
});

test("with notify the failures are told too; the same files again change nothing", async () => {
  const { live, create } = await newTenant("heard");
  for (const [round, expected] of [
    { stored: 84, duplicate: 0 },
    { stored: 0, duplicate: 84 },
  ].entries()) {
    const importing = await create({ mapping: MAPPING, as_of: AS_OF, notify: true });
    await importing.put("orders.csv", CSV);
    await importing.start();
    expect(await importing.ended(), String(round)).toMatchObject({ state: "finished", counts: expected });
  }
  const failures = await waitFor(
    async () => {
      const found = await listAll<Json>(live, "/v1/failures");
      return found.length >= 42 && found;
    },
    { timeoutMs: 30_000 },
  );
  const ids = new Set(failures.map(({ id }) => String(id)));
  const messages = await waitFor(
    async () => {
      const found = await messagesOf(ids);
      return found.filter(({ type }) => type === "failure.analyzed").length >= failures.length && found;
    },
    { timeoutMs: 30_000 },
  );
  expect(messages.filter(({ type }) => type === "failure.detected")).toHaveLength(failures.length);
  expect(failures).toHaveLength(42);
});

test("a file that is none fails the import, and says why; what came before it stays", async () => {
  const { live, create } = await newTenant("broken");
  const importing = await create({ mapping: MAPPING, as_of: AS_OF });
  await importing.put("orders-1.csv", CSV);
  await importing.put("orders-2.csv", "id;town\n1;Pune\n");
  await importing.start();
  const ended = await importing.ended();
  expect(ended).toMatchObject({ state: "failed", problem: { code: "missing_column" } });
  expect(ended.problem?.detail).toMatch(/^orders-2\.csv: .*84 events accepted before stay\.$/);
  await waitFor(async () => (await live.get<Json>("/v1/deliveries/O-1"))["state"] === "failed", {
    timeoutMs: 30_000,
  });
  const told = await waitFor(async () => {
    const found = await messagesOf(new Set([importing.id]));
    return found.length > 0 && found;
  });
  expect(told).toMatchObject([{ type: "import.finished", data: { state: "failed" } }]);
});

test("an upload whose connection breaks goes on from what is held", async () => {
  const { create, key } = await newTenant("resumed");
  const importing = await create({ mapping: MAPPING, as_of: AS_OF });
  const body = Buffer.from(CSV);
  const ask = { "content-range": `bytes */${body.length}` };
  const bytesHeld = async () => {
    const answer = await importing.put("orders.csv", null, ask);
    return ((await answer.json()) as { bytes: number }).bytes;
  };
  const breakOff = await begin(importing.id, key, body.subarray(0, 1_000), body.length);
  await waitFor(async () => (await bytesHeld()) === 1_000, { timeoutMs: 20_000 });
  breakOff();
  const held = 1_000;
  const rest = { "content-range": `bytes ${held}-${body.length - 1}/${body.length}` };
  const done = await waitFor(async () => {
    const answer = await importing.put("orders.csv", body.subarray(held), rest);
    return answer.status === 200 && ((await answer.json()) as Json);
  });
  expect(done).toMatchObject({ bytes: body.length, complete: true });
  await importing.start();
  expect(await importing.ended()).toMatchObject({ state: "finished", counts: { stored: 84 } });
});

/** Announces a whole body and sends some of it; the answer breaks the connection. */
async function begin(id: string, key: string, some: Buffer, announced: number): Promise<() => void> {
  const headers = { authorization: `Bearer ${key}`, "content-length": String(announced) };
  const url = `${running.product.api}/v1/imports/${id}/files/orders.csv`;
  const upload = request(url, { method: "PUT", headers });
  upload.on("error", () => {});
  await new Promise<void>((resolve) => upload.write(some, () => resolve()));
  return () => upload.destroy();
}
