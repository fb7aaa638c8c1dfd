import { sql } from "drizzle-orm";
import { afterAll, expect, inject, test } from "vitest";
import type { Ctx } from "../../tenancy/context.ts";
import { openDatabase, withSystem, withTenant } from "../../tenancy/database.ts";
import { createTenantDirectory } from "../../tenancy/tenants/tenantsByKey.ts";
import { createEndpoint } from "../endpoints/createEndpoint.ts";
import { deleteEndpoint } from "../endpoints/deleteEndpoint.ts";
import { updateEndpoint } from "../endpoints/updateEndpoint.ts";
import { getMessage } from "../messages/getMessage.ts";
import { listAttempts } from "../messages/listAttempts.ts";
import { listMessages } from "../messages/listMessages.ts";
import { dispatch, egress, keyring, log, mintCtx, rangeOf } from "../testSupport.ts";
import { dispatchRange } from "./startDispatch.ts";

const db = openDatabase({ url: inject("databaseUrl"), poolSize: 6 });
afterAll(() => db.close());
const deps = { keyring, egress };
// No one listens on port 1: a deliverer of another test file may try, and fails.
const url = "https://127.0.0.1:1/";

async function counts(ctx: Ctx): Promise<{ messages: number; deliveries: number }> {
  const [row] = await withTenant(db, ctx.tenant.id, (tx) =>
    tx.execute<{ messages: number; deliveries: number }>(sql`
      select (select count(*)::int from webhook_messages) as messages,
             (select count(*)::int from webhook_deliveries) as deliveries`),
  );
  return row ?? { messages: -1, deliveries: -1 };
}

test("a range of 1,000 dispatched twice, and overlapped, makes each message once", async () => {
  const ctx = await mintCtx(db);
  await createEndpoint(ctx, deps, { url, event_types: ["failure.analyzed"] });
  const results = Array.from({ length: 1000 }, (_, i) => ({ objectId: `fal_${i}` }));
  await dispatch(ctx, results);
  await dispatch(ctx, results);
  await dispatch(ctx, [
    ...results.slice(500),
    { objectId: "fal_0", version: 2 },
    { objectId: "fal_0", version: 2 },
  ]);
  expect(await counts(ctx)).toEqual({ messages: 1001, deliveries: 1001 });
});

test("two dispatchers with the same range at the same time make each message once", async () => {
  const ctx = await mintCtx(db);
  await createEndpoint(ctx, deps, { url, event_types: ["failure.analyzed"] });
  const results = Array.from({ length: 200 }, (_, i) => ({ objectId: `fal_${i}` }));
  await Promise.all([dispatch(ctx, results), dispatch(ctx, [...results].reverse()), dispatch(ctx, results)]);
  expect(await counts(ctx)).toEqual({ messages: 200, deliveries: 200 });
});

test("only enabled endpoints of that tenant that want the type are told", async () => {
  const [ctx, other] = [await mintCtx(db), await mintCtx(db)];
  const analyzed = await createEndpoint(ctx, deps, {
    url,
    event_types: ["failure.analyzed", "failure.withdrawn"],
  });
  await createEndpoint(ctx, deps, { url, event_types: ["failure.detected"] });
  const off = await createEndpoint(ctx, deps, { url, event_types: ["failure.analyzed"] });
  await updateEndpoint(ctx, deps, off.id, { enabled: false });
  await createEndpoint(other, deps, { url, event_types: ["failure.analyzed", "failure.detected"] });
  await dispatch(ctx, [
    { objectId: "fal_1" },
    { objectId: "fal_1", type: "failure.reanalyzed", version: 2 },
    { objectId: "fal_1", type: "failure.withdrawn", version: 3 },
  ]);
  const { items } = await listMessages(ctx, { limit: 10 });
  expect(items.map(({ type }) => type).sort()).toEqual(["failure.analyzed", "failure.withdrawn"]);
  for (const { id } of items) {
    const message = await getMessage(ctx, id);
    expect(message.deliveries.map(({ endpoint_id }) => endpoint_id)).toEqual([analyzed.id]);
    expect(message.payload).toMatchObject({
      type: message.type,
      data: { id: "fal_1", version: message.version },
    });
    await expect(getMessage(other, id)).rejects.toMatchObject({ code: "not_found" });
    await expect(listAttempts(other, id)).rejects.toMatchObject({ code: "not_found" });
  }
  expect(await counts(other)).toEqual({ messages: 0, deliveries: 0 });
});

test("an unknown tenant's results are dropped, and the position moves on but never back", async () => {
  const ctx = await mintCtx(db);
  const run = (first: number, key = ctx.tenant.key) => {
    const range = rangeOf({ ...ctx, tenant: { ...ctx.tenant, key } }, [{ objectId: "fal_1" }], first);
    return dispatchRange({ db, tenants: createTenantDirectory(db), log }, { ...range, partition: 77 });
  };
  const position = () =>
    withSystem(db, "test", (tx) =>
      tx.execute(sql`select next_offset::int from webhook_positions where partition = 77`),
    );
  await run(41, 2_000_000_000);
  expect(await position()).toEqual([{ next_offset: 42 }]);
  await run(7);
  expect(await position()).toEqual([{ next_offset: 42 }]);
});

test("what waits for a deleted endpoint has failed", async () => {
  const ctx = await mintCtx(db);
  const { id } = await createEndpoint(ctx, deps, { url, event_types: ["failure.analyzed"] });
  await dispatch(ctx, [{ objectId: "fal_1" }]);
  await deleteEndpoint(ctx, id);
  await dispatch(ctx, [{ objectId: "fal_2" }]);
  const { items } = await listMessages(ctx, { limit: 10 });
  expect(items.map(({ object_id }) => object_id)).toEqual(["fal_1"]);
  const message = await getMessage(ctx, items[0]?.id ?? "");
  expect(message.deliveries).toMatchObject([
    { state: "failed", last_error: "the endpoint was deleted", next_attempt_at: null },
  ]);
});

test("messages page by time, the newest first, and can be searched by object", async () => {
  const ctx = await mintCtx(db);
  await createEndpoint(ctx, deps, { url, event_types: ["failure.analyzed"] });
  for (let i = 0; i < 3; i++)
    await dispatch(
      ctx,
      Array.from({ length: 4 }, (_, j) => ({ objectId: `fal_${i}_${j}` })),
    );
  const seen: string[] = [];
  let after = null;
  do {
    const page = await listMessages(ctx, { limit: 5, after });
    seen.push(...page.items.map(({ object_id }) => object_id));
    after = page.next;
  } while (after);
  expect(new Set(seen).size).toBe(12);
  expect(seen.slice(0, 4).every((id) => id.startsWith("fal_2"))).toBe(true);
  expect((await listMessages(ctx, { limit: 5, object_id: "fal_1_2" })).items).toHaveLength(1);
});
