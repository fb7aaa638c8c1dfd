import { sql } from "drizzle-orm";
import { dueChecks } from "../../drizzle/schema/due.ts";
import { imports } from "../../drizzle/schema/import.ts";
import type { LogAppend } from "../../events/log/port.ts";
import { type Database, type Tx, withSystem } from "../../tenancy/database.ts";
import { appendAll } from "../appendAll.ts";
import { innerRecord } from "../innerRecord.ts";
import { RetryLater } from "../outcome.ts";
import type { PipelineDeps } from "../ports.ts";
import { awaitSettled } from "./awaitSettled.ts";

/** Deliveries told in one go. */
const BATCH = 2_000;
/** A tenant with more that is due gives way to what others send. */
const MANY = 200;
const SETTLE_TIMEOUT_MS = 60_000;

interface DueTenant {
  readonly id: string;
  readonly key: number;
  /** The clock the sweep goes by, epoch ms. */
  readonly clock: number;
}

type DueRow = {
  readonly tenant_id: string;
  readonly delivery_id: string;
  /** The clock that the delivery goes by: its tenant's or its import's, epoch ms. */
  readonly clock: number;
  readonly quiet: boolean;
};

/**
 * Has every delivery folded again whose time has come: open promises become late, provisional analyses final. It goes
 * by its tenant's clock, or by that of its import once this has settled, when only imports speak of it. First waits
 * until what was received up to then has been folded, so that nothing is called late because its delivery was still on
 * the way. Answers how many deliveries it told.
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

/** Tenants `t` with clock `c.clock`, their due checks `d`: due by the tenant's clock, or by its import's `i`. */
const BY_TENANT = sql`d.import_id IS NULL AND d.due_at <= c.clock`;
const IMPORT_CLOCK = sql`CASE WHEN i.as_of IS NULL THEN c.clock ELSE i.clock_at END`;
const BY_IMPORT = sql`i.settled_at IS NOT NULL AND d.import_id = i.id AND d.due_at <= ${IMPORT_CLOCK}`;

function findDueTenants(db: Database): Promise<DueTenant[]> {
  return withSystem(db, "sweep: tenants with due checks", async (tx) => {
    const rows = await tx.execute<{ id: string; key: number; clock: number }>(sql`
      SELECT t.id, t.tenant_key AS key, (extract(epoch FROM c.clock) * 1000)::float8 AS clock
      FROM tenants t
      LEFT JOIN tenant_clocks own ON own.tenant_id = t.id AND t.mode = 'test'
      CROSS JOIN LATERAL (SELECT coalesce(own.now_at, now()) AS clock) c
      WHERE EXISTS (SELECT FROM ${dueChecks} d WHERE d.tenant_id = t.id AND ${BY_TENANT})
         OR EXISTS (SELECT FROM ${imports} i JOIN ${dueChecks} d ON d.tenant_id = i.tenant_id AND ${BY_IMPORT}
                    WHERE i.tenant_id = t.id)`);
    return [...rows].map((row) => ({ ...row, clock: Math.floor(row.clock) }));
  });
}

/** Deliveries of a tenant's settled imports that wait for a sweep. */
export async function countDueOfImports(tx: Tx, tenantId: string): Promise<number> {
  const [row] = await tx.execute<{ due: number }>(sql`
    SELECT count(*)::int AS due FROM ${dueChecks} d
    JOIN ${imports} i ON i.tenant_id = d.tenant_id
    LEFT JOIN tenant_clocks own ON own.tenant_id = d.tenant_id
    CROSS JOIN LATERAL (SELECT coalesce(own.now_at, now()) AS clock) c
    WHERE d.tenant_id = ${tenantId} AND ${BY_IMPORT}`);
  return row?.due ?? 0;
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
  return withSystem(deps.db, "sweep: due checks", async (tx) => {
    const rows = await tx.execute<DueRow>(sql`
      DELETE FROM ${dueChecks} d USING (
        SELECT d.tenant_id, d.kind, d.delivery_id,
               CASE WHEN i.id IS NULL THEN c.clock ELSE ${IMPORT_CLOCK} END AS clock
        FROM ${dueChecks} d JOIN ${clocksOf(tenants)} c ON c.id = d.tenant_id
        LEFT JOIN ${imports} i ON i.tenant_id = d.tenant_id AND i.id = d.import_id
        WHERE (${BY_TENANT}) OR (${BY_IMPORT})
        ORDER BY d.tenant_id, d.kind, d.delivery_id LIMIT ${BATCH} FOR UPDATE OF d) due
      WHERE d.tenant_id = due.tenant_id AND d.kind = due.kind AND d.delivery_id = due.delivery_id
      RETURNING d.tenant_id, d.delivery_id, d.quiet, floor(extract(epoch FROM due.clock) * 1000)::float8 AS clock`);
    const outcome = await appendAll(deps.eventLog, toRecords(rows, tenants, deps.now()));
    if (outcome.kind !== "ok") throw new RetryLater("sweep: the log did not take its records");
    return rows.length;
  });
}

/** A record for each delivery of the rows, which name one twice when it is due for two reasons. */
function toRecords(rows: readonly DueRow[], tenants: readonly DueTenant[], now: number): LogAppend[] {
  const keys = new Map(tenants.map(({ id, key }) => [id, key]));
  const rowsOf = Map.groupBy(rows, (row) => row.tenant_id);
  const byDelivery = Map.groupBy(rows, (row) => `${row.tenant_id}:${row.delivery_id}`);
  return [...byDelivery.values()].flatMap((due) => {
    const key = keys.get(due[0]?.tenant_id ?? "");
    const delivery_id = due[0]?.delivery_id;
    if (key === undefined || delivery_id === undefined) return [];
    const swept_at = Math.max(...due.map(({ clock }) => clock));
    const body = { delivery_id, swept_at, ...(due.every(({ quiet }) => quiet) && { quiet: true }) };
    const many = (rowsOf.get(due[0]?.tenant_id ?? "")?.length ?? 0) > MANY;
    return [
      innerRecord(many ? "deliveries_touched_bulk" : "deliveries_touched", key, delivery_id, body, now),
    ];
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
