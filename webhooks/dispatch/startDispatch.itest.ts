import { afterAll, expect, inject, test } from "vitest";
import { createPostgresLog } from "../../events/log/postgres/createPostgresLog.ts";
import { makeFreshDatabase } from "../../events/log/postgres/freshDatabase.ts";
import { openDatabase } from "../../tenancy/database.ts";
import { createTenantDirectory } from "../../tenancy/tenants/tenantsByKey.ts";
import { waitFor } from "../../tests/harness/waitFor.ts";
import { startDelivery } from "../deliver/startDelivery.ts";
import { createEgress } from "../egress/egress.ts";
import { createEndpoint } from "../endpoints/createEndpoint.ts";
import { encodeResult, keyring, log, mintCtx, openSink, egress as policy } from "../testSupport.ts";
import { startDispatch } from "./startDispatch.ts";

const fresh = await makeFreshDatabase(inject("databaseUrl"));
const db = openDatabase({ url: fresh.url, poolSize: 8 });
afterAll(async () => {
  await db.close();
  await fresh.drop();
});

test("results appended to the log reach the endpoint within half a second, across restarts, once", async () => {
  const hook = await openSink();
  const ctx = await mintCtx(db);
  await createEndpoint(
    ctx,
    { keyring, egress: policy },
    { url: hook.url, event_types: ["failure.analyzed"] },
  );
  const eventLog = createPostgresLog({ db, log, pollMs: 200 });
  const egress = createEgress(policy);
  const delivery = await startDelivery({ db, keyring, egress, log });
  const tenants = createTenantDirectory(db);
  const append = (name: string, count: number) =>
    eventLog.append(
      Array.from({ length: count }, (_, i) => ({
        topic: "results" as const,
        key: `${ctx.tenant.key}:D-${i}`,
        value: encodeResult(ctx, { type: "failure.analyzed", object_id: `fal_${name}_${i}`, version: 1 }),
      })),
    );
  const arrived = (count: number) =>
    waitFor(() => new Set(hook.received.map(({ headers }) => headers["webhook-id"])).size === count);

  const first = await startDispatch({ db, eventLog, tenants, log });
  await waitFor(() => first.assigned().length === 4);
  await append("warm", 20);
  await arrived(20);
  const started = Date.now();
  await append("one", 1);
  await arrived(21);
  expect((hook.received.at(-1)?.at ?? 0) - started).toBeLessThan(500);
  await first.close();
  await append("while-away", 50);
  const second = await startDispatch({ db, eventLog, tenants, log });
  await arrived(71);
  expect(hook.received).toHaveLength(71);
  await second.close();
  await delivery.close();
  await egress.close();
  await eventLog.close();
  await hook.close();
});
