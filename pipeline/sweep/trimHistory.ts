import { and, eq, lt, sql } from "drizzle-orm";
import { storedRanges } from "../../drizzle/schema/ledger.ts";
import { trimLog } from "../../events/log/postgres/trimLog.ts";
import { withSystem } from "../../tenancy/database.ts";
import type { PipelineDeps } from "../ports.ts";

/** How long the log keeps what every group has read, and the ledger what it has closed. */
const KEEP_DAYS = 7;

/** Deletes old log records and closed ranges, once a day, so that neither grows for ever. */
export async function trimHistory({ db, log }: Pick<PipelineDeps, "db" | "log">): Promise<void> {
  const batches = await trimLog(db.systemSql, KEEP_DAYS);
  const ranges = await withSystem(db, "trim: closed ranges", (tx) =>
    tx
      .delete(storedRanges)
      .where(
        and(
          eq(storedRanges.state, "done"),
          lt(storedRanges.doneAt, sql`now() - ${KEEP_DAYS} * interval '1 day'`),
        ),
      ),
  );
  log.info({ batches, ranges: ranges.count }, "old log records and closed ranges deleted");
}
