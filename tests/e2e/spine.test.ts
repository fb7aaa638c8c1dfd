import type { z } from "@hono/zod-openapi";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Failure } from "../../api/schemas/failure.ts";
import { type Client, createClient } from "../harness/client.ts";
import { type Sink, type SunkMessage, startSink } from "../harness/sink.ts";
import { waitFor } from "../harness/waitFor.ts";
import { type Json, listAll, type Running, sendStored, startRunning } from "./support.ts";

type FailureObject = z.infer<typeof Failure>;

const HOUR = 3_600_000;
const now = Date.now();
const ago = (hours: number) => new Date(now - hours * HOUR).toISOString();

let running: Running;
let sink: Sink;
let live: Client;
let sandbox: Client;
let shop: Client;
let keys: { live: string; sandbox: string };

beforeAll(async () => {
  [running, sink] = await Promise.all([startRunning(), startSink({ keepData: true })]);
  const made = await running.makeTenant("spine");
  ({ live, sandbox } = made);
  keys = { live: made.created.api_key.secret, sandbox: made.created.test_api_key.secret };
  shop = (await running.makeTenant("quality")).live;
  await addEndpoint(shop, ["quality.alert"]);
  await shop.post(
    "/v1/events",
    Array.from({ length: 120 }, (_, n) => order(`Q-${n}`, n < 5 ? misspelt : {})),
  );
});
afterAll(async () => {
  sink.stop();
  await running.close();
});

const order = (id: string, more: Json = {}): Json => ({
  id: `order-${id}`,
  source: "shop",
  type: "order.created",
  occurred_at: ago(30),
  delivery_id: id,
  order_id: `O-${id}`,
  client_id: "C-7",
  city: "Pune",
  data: { promised_by: ago(-20) },
  ...more,
});
const attempt = (id: string, more: Json = {}): Json => ({
  id: `attempt-${id}`,
  source: "carrier-x",
  type: "shipment.attempt_failed",
  occurred_at: ago(1),
  delivery_id: id,
  carrier_id: "X-2",
  reason: "recipient.absent",
  reason_text: "nobody at home",
  ...more,
});

const misspelt = { type: "order.creatd" };
const OF_FAILURES = ["failure.detected", "failure.analyzed", "failure.reanalyzed", "failure.withdrawn"];
const addEndpoint = async (client: Client, event_types = OF_FAILURES) => {
  const { secret } = await client.post<{ secret: string }>("/v1/webhook-endpoints", {
    url: sink.url,
    event_types,
  });
  await sink.setSecret(secret);
};
const messagesOf = async (object: string) =>
  (await sink.read()).messages.filter((message) => message.object === object);
const told = (object: string, type: string) =>
  waitFor(async () => (await messagesOf(object)).find((message) => message.type === type), {
    timeoutMs: 30_000,
  });
const failureOf = (client: Client, delivery: string, kind: string) =>
  waitFor(
    async () =>
      (await listAll<FailureObject>(client, `/v1/failures?delivery_id=${delivery}&kind=${kind}`))[0]?.id,
    { timeoutMs: 30_000 },
  );
const read = (client: Client, id: string) => client.get<FailureObject>(`/v1/failures/${id}`);

/** Every version of the failure that could be read until `until` holds. */
async function versionsUntil(client: Client, id: string, until: (failure: FailureObject) => boolean) {
  const seen = new Map<number, FailureObject>();
  await waitFor(
    async () => {
      const failure = await read(client, id);
      seen.set(failure.version, failure);
      return until(failure);
    },
    { timeoutMs: 30_000, intervalMs: 5 },
  );
  return seen;
}

/** What acting on a recommendation should avoid is summed up later, over all failures, and is no part of a version. */
const asTold = (failure: FailureObject): FailureObject => ({
  ...failure,
  recommendations: failure.recommendations.map((each) => ({ ...each, expected_avoided: null })),
});

function expectSame(messages: readonly SunkMessage[], seen: ReadonlyMap<number, FailureObject>) {
  for (const { data, version } of messages) {
    expect(Failure.strict().parse(data)).toEqual(data);
    const known = seen.get(version);
    if (known) expect(data).toEqual(asTold(known));
  }
}

test("an order and a failed attempt become a failure with evidence, by GET and by signed webhooks", async () => {
  await addEndpoint(live);
  await sendStored(live, [order("D-1"), attempt("D-1")]);
  const id = await failureOf(live, "D-1", "attempt_failed");
  const seen = await versionsUntil(live, id, (failure) => failure.analysis !== null);

  const failure = await read(live, id);
  expect(failure).toMatchObject({
    status: "open",
    kind: "attempt_failed",
    delivery_id: "D-1",
    attempt: 1,
    refs: { order_id: "O-D-1", client_id: "C-7", carrier_id: "X-2", city: "Pune" },
    recorded_reason: { code: "recipient.absent", source: "carrier-x" },
    analysis: { status: "provisional" },
  });
  expect(Failure.strict().parse(failure)).toEqual(failure);
  const events = failure.analysis?.evidence.flatMap((evidence) => evidence.events);
  expect(events).toContainEqual({ source: "carrier-x", id: "attempt-D-1" });

  await told(id, "failure.analyzed");
  const detected = await told(id, "failure.detected");
  const messages = await messagesOf(id);
  expect(messages).toHaveLength(2);
  const analyzed = messages.find(({ type }) => type === "failure.analyzed");
  expect(analyzed?.version).toBe(failure.version);
  expect(detected.version).toBeLessThan(failure.version);
  expect(analyzed?.data).toEqual(asTold(failure));
  expectSame(messages, seen);
  expect((await sink.read()).invalid).toBe(0);
});

test("by the sandbox's clock a promise runs out, and a delivery in time told later takes the failure back", async () => {
  await addEndpoint(sandbox);
  const received_hint = ago(30);
  await sendStored(sandbox, [order("D-2", { received_hint, data: { promised_by: ago(20) } })]);
  expect(await listAll(sandbox, "/v1/failures")).toEqual([]);

  const advanced = await sandbox.post<{ now: string }>("/v1/test-clock/advance", { to: ago(-5) });
  expect(Date.parse(advanced.now)).toBe(now + 5 * HOUR);
  const id = await failureOf(sandbox, "D-2", "late");
  await told(id, "failure.detected");
  await told(id, "failure.analyzed");
  const late = await waitFor(async () => {
    const failure = await read(sandbox, id);
    return failure.analysis !== null && failure;
  });
  expect(late).toMatchObject({ status: "open", kind: "late", occurred_at: ago(20) });

  // Delivered too late at first; the correction says that it came in time.
  const delivered = (more: Json): Json => ({
    id: "done-D-2",
    source: "carrier-x",
    type: "shipment.delivered",
    occurred_at: ago(18),
    delivery_id: "D-2",
    ...more,
  });
  await sendStored(sandbox, [delivered({})]);
  await sendStored(sandbox, [delivered({ id: "done-D-2-b", corrects: "done-D-2", occurred_at: ago(22) })]);
  const withdrawn = await told(id, "failure.withdrawn");
  const after = await waitFor(async () => {
    const failure = await read(sandbox, id);
    return failure.status === "withdrawn" && failure;
  });
  expect(withdrawn.data).toEqual(asTold(after));
  expectSame(await messagesOf(id), new Map([[late.version, late]]));
  const open = await listAll<Json>(sandbox, "/v1/failures?status=open");
  expect(open).toEqual([]);
  const delivery = await sandbox.get<Json>("/v1/deliveries/D-2");
  expect(delivery).toMatchObject({ state: "delivered" });
});

test("a source of which too much is refused is told of by a signed webhook, as GET shows it", async () => {
  const alert = await waitFor(async () => (await listAll<Json>(shop, "/v1/quality/alerts"))[0], {
    timeoutMs: 60_000,
  });
  expect(alert).toMatchObject({ source: "shop", state: "open", received: 120, refused: 5 });
  const { data } = await told(String(alert["id"]), "quality.alert");
  expect(data).toEqual(alert);
});

test("a restart keeps everything, and a webhook that was refused before it is sent again", async () => {
  const before = {
    events: await listAll<Json>(live, "/v1/events"),
    failures: await listAll<Json>(live, "/v1/failures"),
    deliveries: await listAll<Json>(live, "/v1/deliveries"),
    sandbox: await listAll<Json>(sandbox, "/v1/failures"),
  };
  await sink.setAnswer(500);
  await sendStored(live, [order("D-3"), attempt("D-3")]);
  const id = await failureOf(live, "D-3", "attempt_failed");
  await waitFor(async () => (await sink.read()).refused >= 2, { timeoutMs: 30_000 });
  expect(await messagesOf(id)).toEqual([]);

  await running.restart();
  live = createClient(running.product.api, keys.live);
  sandbox = createClient(running.product.api, keys.sandbox);
  await sink.setAnswer(0);
  const analyzed = await told(id, "failure.analyzed");
  await told(id, "failure.detected");
  expect(analyzed.data).toEqual(asTold(await read(live, id)));
  expect((await messagesOf(id)).map(({ type }) => type).sort()).toEqual([
    "failure.analyzed",
    "failure.detected",
  ]);

  const isOld = ({ id, delivery_id }: Json) => (delivery_id ?? id) !== "D-3";
  expect((await listAll<Json>(live, "/v1/events")).filter(isOld)).toEqual(before.events);
  expect((await listAll<Json>(live, "/v1/failures")).filter(isOld)).toEqual(before.failures);
  expect((await listAll<Json>(live, "/v1/deliveries")).filter(isOld)).toEqual(before.deliveries);
  expect(await listAll<Json>(sandbox, "/v1/failures")).toEqual(before.sandbox);
  expect((await sink.read()).invalid).toBe(0);
});
