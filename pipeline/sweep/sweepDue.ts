import { sql } from "drizzle-orm";
import { dueChecks } from "../../drizzle/schema/due.ts";
import { type Database, withSystem } from "../../tenancy/database.ts";
import { appendAll } from "../appendAll.ts";
import { innerRecord } from "../innerRecord.ts";
import { RetryLater } from "../outcome.ts";
import type { PipelineDeps } from "../ports.ts";
import { awaitSettled } from "./awaitSettled.ts";

/** Deliveries told in one go. */
const BATCH = 2_000;
const SETTLE_TIMEOUT_MS = 60_000;

interface DueTenant {
  readonly id: string;
  readonly key: number;
  /** The clock the sweep goes by, epoch ms. */
  readonly clock: number;
}

interface DueRow {
  readonly tenant_id: string;
  readonly delivery_id: string;
}

/**
 * Has every delivery folded again whose time has come, on its tenant's clock: open promises become late, provisional
 * analyses final. First waits until what was received up to that clock has been folded, so that nothing is called late
 * because its delivery was still on the way. Answers how many deliveries it told.
 */
export async function sweepDue(deps: PipelineDeps, signal: AbortSignal): Promise<number> {
  const tenants = await findDueTenants(deps.db);
  if (tenants.length === 0) return 0;
  if (!(await awaitSettled(deps.eventLog, SETTLE_TIMEOUT_MS, signal))) {
    if (!signal.aborted) deps.log.warn({ tenants: tenants.length }, "sweep waits: the pipeline is behind");
    return 0;
  }
  let told = 0;
  for (;;) {
    const due = await takeDue(deps, tenants);
    told += due;
    if (due < BATCH || signal.aborted) break;
  }
  await settleClocks(deps.db, tenants);
  deps.log.debug({ tenants: tenants.length, told }, "sweep done");
  return told;
}

function findDueTenants(db: Database): Promise<DueTenant[]> {
  return withSystem(db, "sweep: tenants with due checks", async (tx) => {
    const rows = await tx.execute<{ id: string; key: number; clock: number }>(sql`
      SELECT t.id, t.tenant_key AS key, (extract(epoch FROM coalesce(c.now_at, now())) * 1000)::float8 AS clock
      FROM tenants t LEFT JOIN tenant_clocks c ON c.tenant_id = t.id AND t.mode = 'test'
      WHERE EXISTS (SELECT FROM due_checks d
                    WHERE d.tenant_id = t.id AND d.due_at <= coalesce(c.now_at, now()))`);
    return [...rows].map((row) => ({ ...row, clock: Math.floor(row.clock) }));
  });
}

const clocksOf = (tenants: readonly DueTenant[]) =>
  sql`(SELECT * FROM json_to_recordset(${JSON.stringify(
    tenants.map(({ id, clock }) => ({ id, clock: new Date(clock).toISOString() })),
  )}::json) AS c(id text, clock timestamptz))`;

/**
 * Forgets checks and tells their deliveries in one transaction: a fold meanwhile waits with writing its next check, so
 * that none is forgotten untold. A crash before the commit tells once more, which changes nothing.
 */
async function takeDue(deps: PipelineDeps, tenants: readonly DueTenant[]): Promise<number> {
  const byId = new Map(tenants.map((tenant) => [tenant.id, tenant]));
  return withSystem(deps.db, "sweep: due checks", async (tx) => {
    const rows = await tx.execute<DueRow & Record<string, unknown>>(sql`
      DELETE FROM ${dueChecks} d USING (
        SELECT d.tenant_id, d.kind, d.delivery_id
        FROM ${dueChecks} d JOIN ${clocksOf(tenants)} c ON c.id = d.tenant_id
        WHERE d.due_at <= c.clock
        ORDER BY d.tenant_id, d.kind, d.delivery_id LIMIT ${BATCH} FOR UPDATE OF d) due
      WHERE d.tenant_id = due.tenant_id AND d.kind = due.kind AND d.delivery_id = due.delivery_id
      RETURNING d.tenant_id, d.delivery_id`);
    const distinct = new Map([...rows].map((row) => [`${row.tenant_id}:${row.delivery_id}`, row]));
    const records = [...distinct.values()].flatMap(({ tenant_id, delivery_id }) => {
      const tenant = byId.get(tenant_id);
      if (!tenant) return [];
      return [
        innerRecord(
          "deliveries_touched",
          tenant.key,
          delivery_id,
          { delivery_id, swept_at: tenant.clock },
          deps.now(),
        ),
      ];
    });
    const outcome = await appendAll(deps.eventLog, records);
    if (outcome.kind !== "ok") throw new RetryLater("sweep: the log did not take its records");
    return rows.length;
  });
}

/** Sandboxes with a clock of their own remember up to when everything was folded. */
async function settleClocks(db: Database, tenants: readonly DueTenant[]): Promise<void> {
  await withSystem(db, "sweep: settle clocks", (tx) =>
    tx.execute(sql`
      UPDATE tenant_clocks t SET settled_at = greatest(t.settled_at, c.clock)
      FROM ${clocksOf(tenants)} c WHERE c.id = t.tenant_id`),
  );
}
