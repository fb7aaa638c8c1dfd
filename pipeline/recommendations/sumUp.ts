import { inArray, sql } from "drizzle-orm";
import { expectAvoided } from "../../analysis/recommend/expectAvoided.ts";
import { findPlaybook } from "../../analysis/recommend/playbooks.ts";
import { recommendations } from "../../drizzle/schema/attribution.ts";
import type { Tenant } from "../../tenancy/context.ts";
import { type Tx, withSystem } from "../../tenancy/database.ts";
import { type RecommendedRow, sumRecommended } from "../../warehouse/queries/pipeline/recommended.ts";
import { epochOf } from "../../warehouse/time.ts";
import { appendAll } from "../appendAll.ts";
import { innerRecord } from "../innerRecord.ts";
import { RetryLater } from "../outcome.ts";
import type { PipelineDeps } from "../ports.ts";
import { type RecommendationRow, toPublicRecommendation } from "./recommendation.ts";

/** Failures of so many days count. */
const DAYS = 28;
/** Tenants summed up at once. */
const BATCH = 500;
/** Endpoints are told of an action once so many failures speak for it. */
const WORTH_TELLING = 3;

type Deps = Pick<PipelineDeps, "db" | "warehouse" | "eventLog" | "tenants" | "log">;

/** Sums up the recommendations of all tenants whose failures have new answers; answers how many tenants. */
export async function sumUpDue(deps: Deps, signal: AbortSignal): Promise<number> {
  let done = 0;
  while (!signal.aborted) {
    const taken = await withSystem(deps.db, "recommendations: due tenants", async (tx) => {
      const keys = await takeDue(tx);
      const tenants = [...(await deps.tenants.byKeys(keys)).values()];
      if (tenants.length > 0) await sumUp(deps, tx, tenants);
      return keys.length;
    });
    done += taken;
    if (taken < BATCH) break;
  }
  return done;
}

async function takeDue(tx: Tx): Promise<number[]> {
  const rows = await tx.execute<{ key: number }>(sql`
    DELETE FROM recommendation_checks c USING tenants t
    WHERE t.id = c.tenant_id AND c.tenant_id IN (
      SELECT tenant_id FROM recommendation_checks WHERE due_at <= now() ORDER BY tenant_id LIMIT ${BATCH}
      FOR UPDATE SKIP LOCKED)
    RETURNING t.tenant_key AS key`);
  return [...rows].map(({ key }) => key);
}

/** One query over the failures of all these tenants, one over what is on record, one upsert. */
async function sumUp(deps: Deps, tx: Tx, tenants: readonly Tenant[]): Promise<void> {
  const ids = new Map(tenants.map(({ key, id }) => [key, id]));
  const found = await sumRecommended(deps.warehouse.forTenants(tenants), DAYS);
  const before = await tx
    .select()
    .from(recommendations)
    .where(inArray(recommendations.tenantId, [...ids.values()]));
  const known = new Map(before.map((row) => [`${row.tenantId} ${row.id}`, row]));
  const rows = found.flatMap((row) => {
    const tenantId = ids.get(row.tenant_key);
    return tenantId === undefined ? [] : [toRow(tenantId, row)];
  });
  const standing = new Set(rows.map(({ tenantId, id }) => `${tenantId} ${id}`));
  const gone = before
    .filter((row) => row.failures > 0 && !standing.has(`${row.tenantId} ${row.id}`))
    .map((row) => ({ ...pick(row), failures: 0, avoided: 0, avoidedLow: 0, avoidedHigh: 0 }));
  const changed = [...rows, ...gone].filter((row) => differs(row, known.get(`${row.tenantId} ${row.id}`)));
  const saved: RecommendationRow[] = [];
  for (let at = 0; at < changed.length; at += BATCH)
    saved.push(...(await save(tx, changed.slice(at, at + BATCH))));
  await announce(deps, tx, saved, tenants);
}

type Summed = ReturnType<typeof toRow>;

function toRow(tenantId: string, row: RecommendedRow) {
  const playbook = findPlaybook(row.playbook);
  const avoided = playbook
    ? expectAvoided(row.weight, row.days / 7, playbook)
    : { value: 0, low: 0, high: 0 };
  return {
    tenantId,
    id: row.id,
    playbook: row.playbook,
    entityKind: row.entity_kind,
    entityId: row.entity_id,
    ownerRole: row.owner_role,
    causes: row.causes,
    failures: row.failures,
    avoided: avoided.value,
    avoidedLow: avoided.low,
    avoidedHigh: avoided.high,
    firstFailureAt: new Date(epochOf(row.first_at)),
    lastFailureAt: new Date(epochOf(row.last_at)),
  };
}

function pick(row: RecommendationRow): Summed {
  const { tenantId, id, playbook, entityKind, entityId, ownerRole, causes, failures } = row;
  const { avoided, avoidedLow, avoidedHigh, firstFailureAt, lastFailureAt } = row;
  return {
    ...{ tenantId, id, playbook, entityKind, entityId, ownerRole, causes, failures },
    ...{ avoided, avoidedLow, avoidedHigh, firstFailureAt, lastFailureAt },
  };
}

function differs(row: Summed, before: RecommendationRow | undefined): boolean {
  return before === undefined || JSON.stringify(row) !== JSON.stringify(pick(before));
}

/** What somebody decided about it stays as it is. */
function save(tx: Tx, rows: readonly Summed[]): Promise<RecommendationRow[]> {
  const sorted = rows.toSorted((a, b) => (a.tenantId + a.id < b.tenantId + b.id ? -1 : 1));
  return tx
    .insert(recommendations)
    .values(sorted)
    .onConflictDoUpdate({
      target: [recommendations.tenantId, recommendations.id],
      set: {
        version: sql`${recommendations.version} + 1`,
        causes: sql`excluded.causes`,
        failures: sql`excluded.failures`,
        avoided: sql`excluded.avoided`,
        avoidedLow: sql`excluded.avoided_low`,
        avoidedHigh: sql`excluded.avoided_high`,
        firstFailureAt: sql`excluded.first_failure_at`,
        lastFailureAt: sql`excluded.last_failure_at`,
        updatedAt: sql`now()`,
      },
    })
    .returning();
}

/** Tells of those that are worth it, once each: told again after a crash, the message is the same one. */
async function announce(
  { eventLog }: Deps,
  tx: Tx,
  saved: readonly RecommendationRow[],
  tenants: readonly Tenant[],
): Promise<void> {
  const fresh = saved.filter((row) => row.announcedAt === null && row.failures >= WORTH_TELLING);
  if (fresh.length === 0) return;
  const now = new Date();
  const keys = new Map<string, number>(tenants.map(({ id, key }) => [id, key]));
  const records = fresh.map((row) =>
    innerRecord(
      "results",
      keys.get(row.tenantId) ?? 0,
      row.id,
      {
        type: "recommendation.created",
        object_id: row.id,
        version: row.version,
        occurred_at: now.toISOString(),
        data: { ...toPublicRecommendation(row) },
      },
      now.getTime(),
    ),
  );
  for (const [tenantId, rows] of Map.groupBy(fresh, (row) => row.tenantId)) {
    const ids = rows.map(({ id }) => id);
    await tx
      .update(recommendations)
      .set({ announcedAt: now })
      .where(sql`${recommendations.tenantId} = ${tenantId} AND ${inArray(recommendations.id, ids)}`);
  }
  const outcome = await appendAll(eventLog, records);
  if (outcome.kind !== "ok") throw new RetryLater("recommendations: the log did not take them");
}
