import { and, asc, eq, lt } from "drizzle-orm";
import { qualityAlerts } from "../../drizzle/schema/quality.ts";
import { tenants } from "../../drizzle/schema/tenant.ts";
import { type AlertRow, toAlert } from "../../events/quality/alert.ts";
import { judgeSources } from "../../events/quality/judgeSources.ts";
import { withSystem } from "../../tenancy/database.ts";
import { appendAll } from "../appendAll.ts";
import { innerRecord } from "../innerRecord.ts";
import { RetryLater } from "../outcome.ts";
import type { PipelineDeps } from "../ports.ts";

type WatchDeps = Pick<PipelineDeps, "db" | "eventLog" | "log" | "now">;

/** Alerts told in one go; the next run tells the others. */
const BATCH = 500;

/**
 * Opens and resolves the alerts of sources of which too much is refused, then tells of them as `quality.alert`. Done
 * again after a crash in between: the message's id follows from the alert and its version, so that endpoints get one.
 * @throws RetryLater when the log takes nothing.
 */
export async function watchQuality(deps: WatchDeps): Promise<void> {
  const changed = await withSystem(deps.db, "quality: judge sources", judgeSources);
  if (changed > 0) deps.log.info({ changed }, "quality alerts opened or resolved");
  const untold = await findUntold(deps);
  if (untold.length === 0) return;
  const records = untold.map(({ row, tenantKey }) => {
    const data = toAlert(row);
    const occurred_at = data.resolved_at ?? data.opened_at;
    const body = {
      type: "quality.alert",
      object_id: row.id,
      version: row.version,
      occurred_at,
      data: { ...data },
    };
    return innerRecord("results", tenantKey, row.id, body, deps.now());
  });
  const outcome = await appendAll(deps.eventLog, records);
  if (outcome.kind !== "ok") throw new RetryLater("quality alerts were not taken by the log");
  await withSystem(deps.db, "quality: alerts told", async (tx) => {
    for (const { row } of untold)
      await tx
        .update(qualityAlerts)
        .set({ toldVersion: row.version })
        .where(and(eq(qualityAlerts.tenantId, row.tenantId), eq(qualityAlerts.id, row.id)));
  });
}

function findUntold({ db }: Pick<WatchDeps, "db">): Promise<{ row: AlertRow; tenantKey: number }[]> {
  return withSystem(db, "quality: untold alerts", (tx) =>
    tx
      .select({ row: qualityAlerts, tenantKey: tenants.tenantKey })
      .from(qualityAlerts)
      .innerJoin(tenants, eq(tenants.id, qualityAlerts.tenantId))
      .where(lt(qualityAlerts.toldVersion, qualityAlerts.version))
      .orderBy(asc(qualityAlerts.openedAt))
      .limit(BATCH),
  );
}
