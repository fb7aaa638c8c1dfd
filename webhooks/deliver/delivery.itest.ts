import { createHmac } from "node:crypto";
import { sql } from "drizzle-orm";
import { afterAll, afterEach, expect, inject, test } from "vitest";
import { makeFreshDatabase } from "../../events/log/postgres/freshDatabase.ts";
import type { Ctx } from "../../tenancy/context.ts";
import { openDatabase, withSystem } from "../../tenancy/database.ts";
import { waitFor } from "../../tests/harness/waitFor.ts";
import { createEgress } from "../egress/egress.ts";
import { createEndpoint } from "../endpoints/createEndpoint.ts";
import { deleteEndpoint } from "../endpoints/deleteEndpoint.ts";
import { getEndpoint } from "../endpoints/getEndpoint.ts";
import { rotateSecret } from "../endpoints/rotateSecret.ts";
import { updateEndpoint } from "../endpoints/updateEndpoint.ts";
import { getMessage } from "../messages/getMessage.ts";
import { listAttempts } from "../messages/listAttempts.ts";
import { listMessages } from "../messages/listMessages.ts";
import {
  dispatch,
  keyring,
  log,
  mintCtx,
  openSink,
  egress as policy,
  type Received,
} from "../testSupport.ts";
import { attemptDelivery } from "./attempt.ts";
import { type Lease, leaseDue } from "./leaseDue.ts";
import { settleOutcomes } from "./settle.ts";
import { type DeliveryOptions, startDelivery } from "./startDelivery.ts";

// A database of its own: a deliverer takes what is due for every tenant of its database.
const fresh = await makeFreshDatabase(inject("databaseUrl"));
const db = openDatabase({ url: fresh.url, poolSize: 6 });
afterAll(async () => {
  await db.close();
  await fresh.drop();
});
const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close();
});

async function deliverer(options?: DeliveryOptions, timeoutMs?: number) {
  const egress = createEgress(policy, timeoutMs);
  const delivery = await startDelivery({ db, keyring, egress, log }, options);
  const close = async () => {
    await delivery.close();
    await egress.close();
  };
  open.push({ close });
  return { close };
}

async function sink(...args: Parameters<typeof openSink>) {
  const made = await openSink(...args);
  open.push(made);
  return made;
}

/** A tenant with one endpoint that leads to the URL. */
async function subscriber(url: string) {
  const ctx = await mintCtx(db);
  const endpoint = await createEndpoint(
    ctx,
    { keyring, egress: policy },
    { url, event_types: ["failure.analyzed"] },
  );
  return { ctx, endpoint };
}

async function theMessage(ctx: Ctx) {
  const [first] = (await listMessages(ctx, { limit: 1 })).items;
  return getMessage(ctx, first?.id ?? "none");
}

const settled = (ctx: Ctx, state: "delivered" | "failed") =>
  waitFor(async () => {
    const message = await theMessage(ctx);
    return message.deliveries.every((delivery) => delivery.state === state) && message;
  });

/** Moves the tenant's waiting deliveries to now, as if their pause were over. */
const skipPause = (ctx: Ctx) =>
  withSystem(db, "test", (tx) =>
    tx.execute(
      sql`update webhook_deliveries set next_attempt_at = now() where tenant_id = ${ctx.tenant.id} and state = 'pending'`,
    ),
  );

/** The newest message, once its first attempt is over and written. */
const failedOnce = (ctx: Ctx) =>
  waitFor(async () => {
    const message = await theMessage(ctx);
    return message.deliveries[0]?.last_attempt_at != null && message;
  });

const refuse = () => Promise.reject(new Error("not now"));

function verify(secret: string, { headers, body }: Received): boolean {
  const key = Buffer.from(secret.slice("whsec_".length), "base64");
  const signed = `${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${body}`;
  const mac = createHmac("sha256", key).update(signed).digest("base64");
  return String(headers["webhook-signature"]).split(" ").includes(`v1,${mac}`);
}

test("a result reaches the endpoint once, promptly, signed, and is logged", async () => {
  const hook = await sink();
  const { ctx, endpoint } = await subscriber(hook.url);
  await deliverer();
  const started = Date.now();
  await dispatch(ctx, [{ objectId: "fal_1" }]);
  const message = await settled(ctx, "delivered");
  const [received] = hook.received;
  expect(hook.received).toHaveLength(1);
  expect((received?.at ?? 0) - started).toBeLessThan(1_000);
  expect(received && verify(endpoint.secret, received)).toBe(true);
  expect(received?.headers["webhook-id"]).toBe(message.id);
  expect(JSON.parse(received?.body ?? "")).toEqual(message.payload);
  expect(await listAttempts(ctx, message.id)).toMatchObject([
    { endpoint_id: endpoint.id, attempt: 1, status: 200, error: null, response_body: "ok" },
  ]);
});

test("a 500 is tried again after its pause, with the same id, until it is taken", async () => {
  const hook = await sink((res, count) => res.writeHead(count < 3 ? 500 : 204).end());
  const { ctx } = await subscriber(hook.url);
  await deliverer();
  await dispatch(ctx, [{ objectId: "fal_1" }]);
  const waiting = await failedOnce(ctx);
  const [delivery] = waiting.deliveries;
  expect(delivery).toMatchObject({ state: "pending", attempts: 1, last_status: 500 });
  const pause = Date.parse(delivery?.next_attempt_at ?? "") - Date.parse(delivery?.last_attempt_at ?? "");
  expect(pause).toBeGreaterThanOrEqual(4_000);
  expect(pause).toBeLessThan(7_000);
  await skipPause(ctx);
  await waitFor(async () => (await theMessage(ctx)).deliveries[0]?.attempts === 2);
  await waitFor(() => hook.received.length === 2);
  await waitFor(async () => (await listAttempts(ctx, waiting.id)).length === 2);
  await skipPause(ctx);
  await settled(ctx, "delivered");
  expect(new Set(hook.received.map(({ headers }) => headers["webhook-id"]))).toEqual(new Set([waiting.id]));
  expect((await listAttempts(ctx, waiting.id)).map(({ status }) => status)).toEqual([500, 500, 204]);
});

test("a retry that falls due while nothing runs is made after the restart", async () => {
  const hook = await sink((res, count) => res.writeHead(count === 1 ? 503 : 200).end());
  const { ctx } = await subscriber(hook.url);
  const first = await deliverer();
  await dispatch(ctx, [{ objectId: "fal_1" }]);
  await failedOnce(ctx);
  await first.close();
  await skipPause(ctx);
  await dispatch(ctx, [{ objectId: "fal_2" }]);
  expect(hook.received).toHaveLength(1);
  await deliverer();
  await settled(ctx, "delivered");
  await waitFor(() => hook.received.length === 3);
});

test("an attempt whose process died is made again when its lease ends, and a late outcome changes nothing", async () => {
  const hook = await sink();
  const { ctx } = await subscriber(hook.url);
  await dispatch(ctx, [{ objectId: "fal_1" }]);
  const lease = () => leaseDue(db, { batch: 10_000, leaseSeconds: 1, room: 1_000, rooms: new Map() });
  const mine = async () => (await lease()).filter((each) => each.tenant_id === ctx.tenant.id);
  const [dead] = await mine();
  expect(dead?.attempt).toBe(1);
  expect(await mine()).toHaveLength(0);
  await deliverer({ pollMs: 50 });
  const message = await settled(ctx, "delivered");
  expect(message.deliveries).toMatchObject([{ attempts: 2, state: "delivered" }]);
  expect(hook.received).toHaveLength(1);
  const late = await attemptDelivery(
    { keyring, log, egress: { post: refuse, close: refuse } },
    dead as Lease,
  );
  await settleOutcomes(db, [late]);
  expect((await getMessage(ctx, message.id)).deliveries).toEqual(message.deliveries);
  expect(await listAttempts(ctx, message.id)).toHaveLength(2);
});

test("closing waits for the attempts in hand and writes what came of them", async () => {
  const answers: (() => void)[] = [];
  const hook = await sink((res) => answers.push(() => res.end()));
  const { ctx } = await subscriber(hook.url);
  const worker = await deliverer();
  await dispatch(ctx, [{ objectId: "fal_1" }, { objectId: "fal_2" }]);
  await waitFor(() => answers.length === 2);
  const closing = worker.close();
  for (const answer of answers) answer();
  await closing;
  for (const { id } of (await listMessages(ctx, { limit: 5 })).items) {
    expect((await getMessage(ctx, id)).deliveries).toMatchObject([{ state: "delivered", attempts: 1 }]);
  }
});

test("410 switches the endpoint off, and nothing is written for it until it is switched on again", async () => {
  const hook = await sink((res, count) => res.writeHead(count === 1 ? 410 : 200).end());
  const { ctx, endpoint } = await subscriber(hook.url);
  await deliverer();
  await dispatch(ctx, [{ objectId: "fal_1" }]);
  await settled(ctx, "failed");
  const off = await getEndpoint(ctx, endpoint.id);
  expect(off).toMatchObject({ enabled: false, disabled_reason: "the endpoint answered 410 Gone" });
  await dispatch(ctx, [{ objectId: "fal_2" }]);
  await updateEndpoint(ctx, { egress: policy }, endpoint.id, { enabled: true });
  await dispatch(ctx, [{ objectId: "fal_3" }]);
  await settled(ctx, "delivered");
  expect(hook.received.map(({ body }) => JSON.parse(body).data.id)).toEqual(["fal_1", "fal_3"]);
});

test("a disabled endpoint gets nothing until it is enabled; a deleted one never", async () => {
  const hook = await sink();
  const [held, gone] = [await subscriber(hook.url), await subscriber(hook.url)];
  for (const { ctx } of [held, gone]) await dispatch(ctx, [{ objectId: "fal_1" }]);
  const deps = { keyring, egress: policy };
  await updateEndpoint(held.ctx, deps, held.endpoint.id, { enabled: false });
  await deleteEndpoint(gone.ctx, gone.endpoint.id);
  await deliverer();
  const witness = await subscriber(hook.url);
  await dispatch(witness.ctx, [{ objectId: "fal_9" }]);
  await settled(witness.ctx, "delivered");
  expect(hook.received).toHaveLength(1);
  await updateEndpoint(held.ctx, deps, held.endpoint.id, { enabled: true });
  await settled(held.ctx, "delivered");
  expect((await theMessage(gone.ctx)).deliveries).toMatchObject([{ state: "failed", attempts: 0 }]);
});

test("nobody listening is tried again within about a second; a redirect and a timeout are failures", async () => {
  const away = await openSink();
  await away.close();
  const hanging = await sink(() => {});
  const redirecting = await sink((res) => res.writeHead(302, { location: hanging.url }).end());
  await deliverer({}, 300);
  const reasons = await Promise.all(
    [away, hanging, redirecting].map(async ({ url }) => {
      const { ctx } = await subscriber(url);
      await dispatch(ctx, [{ objectId: "fal_1" }]);
      const [delivery] = (await failedOnce(ctx)).deliveries;
      return [delivery?.last_error ?? delivery?.last_status, delivery] as const;
    }),
  );
  expect(reasons.map(([reason]) => reason)).toEqual(["connection_refused", "timeout", 302]);
  const refused = reasons[0]?.[1];
  expect(
    Date.parse(refused?.next_attempt_at ?? "") - Date.parse(refused?.last_attempt_at ?? ""),
  ).toBeLessThan(1_500);
});

test("after a rotation both secrets verify", async () => {
  const hook = await sink();
  const { ctx, endpoint } = await subscriber(hook.url);
  const { secret } = await rotateSecret(ctx, { keyring }, endpoint.id);
  await deliverer();
  await dispatch(ctx, [{ objectId: "fal_1" }]);
  await settled(ctx, "delivered");
  const [received] = hook.received;
  expect([secret, endpoint.secret].map((each) => received && verify(each, received))).toEqual([true, true]);
});

test("an endpoint that hangs does not hold up another, and each message arrives once", async () => {
  const hanging = await sink(() => {});
  const quick = await sink();
  const [slow, fast] = [await subscriber(hanging.url), await subscriber(quick.url)];
  const results = Array.from({ length: 500 }, (_, i) => ({ objectId: `fal_${i}` }));
  await dispatch(slow.ctx, results);
  await deliverer({ maxInFlight: 100 }, 3_000);
  await waitFor(() => hanging.received.length === 16);
  const started = Date.now();
  await dispatch(fast.ctx, results);
  await waitFor(() => quick.received.length >= 500, { timeoutMs: 20_000 });
  expect(Date.now() - started).toBeLessThan(10_000);
  await waitFor(async () => {
    const [row] = await withSystem(db, "test", (tx) =>
      tx.execute<{ n: number }>(
        sql`select count(*)::int as n from webhook_deliveries where tenant_id = ${fast.ctx.tenant.id} and state = 'delivered'`,
      ),
    );
    return row?.n === 500;
  });
  expect(quick.received).toHaveLength(500);
  await deleteEndpoint(slow.ctx, slow.endpoint.id);
});
