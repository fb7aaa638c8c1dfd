import { sql } from "drizzle-orm";
import { modelFits } from "../../drizzle/schema/attribution.ts";
import type { Tenant } from "../../tenancy/context.ts";
import { type Database, withSystem } from "../../tenancy/database.ts";
import { countFailures } from "../../warehouse/queries/pipeline/fitCases.ts";
import type { FitOccasion } from "../models/model.ts";
import type { PipelineDeps } from "../ports.ts";
import { explainAgain } from "./explainAgain.ts";
import { fitTenant } from "./fitTenant.ts";

/** Confirmed causes that make a new fit worth while: this many more, and this share more than the last one had. */
const MORE_CONFIRMED = 20;
const GROWTH = 0.25;
/** Failures from which a tenant is fitted by schedule. */
const LEAST_FAILURES = 200;

type Deps = Pick<PipelineDeps, "db" | "warehouse" | "eventLog" | "tenants" | "log">;

type DueRow = {
  readonly key: number;
  readonly requested_at: string | null;
};

/** Fits the models that were asked for, and those of tenants that have confirmed enough since the last fit. */
export async function fitDue(deps: Deps, signal: AbortSignal): Promise<number> {
  const rows = await findDue(deps.db);
  const tenants = await deps.tenants.byKeys(rows.map(({ key }) => key));
  for (const { key, requested_at } of rows) {
    const tenant = tenants.get(key);
    if (signal.aborted || !tenant) break;
    await fitOne(deps, tenant, requested_at === null ? "feedback" : "request", signal);
  }
  return rows.length;
}

/** Fits tenants whose failures have grown by a quarter since the last fit; one aggregate finds them. */
export async function fitBySchedule(deps: Deps, signal: AbortSignal): Promise<number> {
  const last = await readFits(deps.db);
  const all = [...(await deps.tenants.byKeys([...last.keys()])).values()];
  if (all.length === 0) return 0;
  const counts = await countFailures(deps.warehouse.forTenants(all));
  const due = counts.filter(
    ({ tenant_key, failures }) =>
      failures >= LEAST_FAILURES && failures >= (last.get(tenant_key) ?? 0) * (1 + GROWTH),
  );
  for (const { tenant_key } of due) {
    const tenant = all.find(({ key }) => key === tenant_key);
    if (signal.aborted || !tenant) break;
    await fitOne(deps, tenant, "schedule", signal);
  }
  return due.length;
}

async function fitOne(deps: Deps, tenant: Tenant, occasion: FitOccasion, signal: AbortSignal): Promise<void> {
  const seen = new Date();
  const { failures, confirmed, promoted } = await fitTenant(deps, tenant, occasion);
  await withSystem(deps.db, "fit: done", (tx) =>
    tx
      .insert(modelFits)
      .values({ tenantId: tenant.id, fittedAt: new Date(), failures, confirmed })
      .onConflictDoUpdate({
        target: modelFits.tenantId,
        set: {
          fittedAt: sql`excluded.fitted_at`,
          failures,
          confirmed,
          // What was asked for while the fit ran is still to be done.
          requestedAt: sql`CASE WHEN ${modelFits.requestedAt} > ${seen.toISOString()}::timestamptz THEN ${modelFits.requestedAt} END`,
        },
      }),
  );
  if (promoted) await explainAgain(deps, tenant, signal);
}

function findDue(db: Database): Promise<DueRow[]> {
  return withSystem(db, "fit: due tenants", async (tx) => {
    const rows = await tx.execute<DueRow>(sql`
      SELECT t.tenant_key AS key, m.requested_at
      FROM tenants t
      LEFT JOIN model_fits m ON m.tenant_id = t.id
      LEFT JOIN (SELECT tenant_id, count(*) AS n FROM failure_feedback WHERE withdrawn_at IS NULL GROUP BY tenant_id) f
        ON f.tenant_id = t.id
      WHERE m.requested_at IS NOT NULL
         OR f.n >= coalesce(m.confirmed, 0) + greatest(${MORE_CONFIRMED}, coalesce(m.confirmed, 0) * ${GROWTH}::float8)
      ORDER BY t.tenant_key`);
    return [...rows];
  });
}

/** Failures at the last fit, by key, of every active tenant; 0 where there was none. */
function readFits(db: Database): Promise<ReadonlyMap<number, number>> {
  return withSystem(db, "fit: last fits", async (tx) => {
    const rows = await tx.execute<{ key: number; failures: number }>(sql`
      SELECT t.tenant_key AS key, coalesce(m.failures, 0)::float8 AS failures
      FROM tenants t LEFT JOIN model_fits m ON m.tenant_id = t.id WHERE t.status = 'active'`);
    return new Map([...rows].map(({ key, failures }) => [key, failures]));
  });
}
