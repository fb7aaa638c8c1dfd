import { sql } from "drizzle-orm";
import { QUARANTINE_DAYS } from "../../events/limits.ts";
import { trimCounts } from "../../events/quality/judgeSources.ts";
import { withSystem } from "../../tenancy/database.ts";
import type { JobDeps } from "./job.ts";

const BATCH = 5_000;

/** Deletes quarantined records that were not seen for long, in portions that keep nobody waiting; and old replays, alerts and counts. */
export async function trimQuarantine(
  { db, log }: Pick<JobDeps, "db" | "log">,
  signal: AbortSignal,
): Promise<void> {
  for (let deleted = BATCH; deleted === BATCH && !signal.aborted; ) {
    const gone = await withSystem(db, "trim: quarantine", (tx) =>
      tx.execute(sql`
        DELETE FROM quarantine q USING (
          SELECT tenant_id, id FROM quarantine
          WHERE last_seen_at < now() - ${QUARANTINE_DAYS} * interval '1 day' LIMIT ${BATCH}) old
        WHERE q.tenant_id = old.tenant_id AND q.id = old.id`),
    );
    deleted = gone.count;
    if (deleted > 0) log.info({ deleted }, "old quarantined records deleted");
  }
  await withSystem(db, "trim: replays, quality", async (tx) => {
    await tx.execute(sql`
      DELETE FROM quarantine_replays
      WHERE finished_at < now() - ${QUARANTINE_DAYS} * interval '1 day'`);
    await tx.execute(sql`
      DELETE FROM quality_alerts
      WHERE resolved_at < now() - ${QUARANTINE_DAYS} * interval '1 day' AND told_version = version`);
    await trimCounts(tx, QUARANTINE_DAYS);
  });
}
