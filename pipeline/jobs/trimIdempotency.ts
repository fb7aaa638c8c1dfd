import { sql } from "drizzle-orm";
import { withSystem } from "../../tenancy/database.ts";
import { KEPT_HOURS } from "../../tenancy/idempotency/keptRequest.ts";
import type { JobDeps } from "./job.ts";

const BATCH = 5_000;

/** Deletes the answers that have served their 24 hours, in portions that keep nobody waiting. */
export async function trimIdempotency(
  { db, log }: Pick<JobDeps, "db" | "log">,
  signal: AbortSignal,
): Promise<void> {
  for (let deleted = BATCH; deleted === BATCH && !signal.aborted; ) {
    const gone = await withSystem(db, "trim: idempotency keys", (tx) =>
      tx.execute(sql`
        DELETE FROM idempotency_keys k USING (
          SELECT tenant_id, id FROM idempotency_keys
          WHERE created_at < now() - ${KEPT_HOURS} * interval '1 hour' LIMIT ${BATCH}) old
        WHERE k.tenant_id = old.tenant_id AND k.id = old.id
          AND k.created_at < now() - ${KEPT_HOURS} * interval '1 hour'`),
    );
    deleted = gone.count;
    if (deleted > 0) log.info({ deleted }, "old answers of idempotency keys deleted");
  }
}
