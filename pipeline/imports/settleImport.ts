import { setTimeout as pause } from "node:timers/promises";
import { and, eq, lt, sql } from "drizzle-orm";
import { ingestBatches } from "../../drizzle/schema/batch.ts";
import { withTenant } from "../../tenancy/database.ts";
import { awaitSettled } from "../sweep/awaitSettled.ts";
import type { Work } from "./deps.ts";

const LOOK_EVERY_MS = 250;
const SETTLE_TIMEOUT_MS = 60_000;

/** Waits until all that the import sent has been stored and folded. Ends early only with the lease. */
export async function settleImport({ deps, row, lease }: Work): Promise<void> {
  while ((await countUnsettled(deps.db, row)) > 0) {
    await pause(LOOK_EVERY_MS, undefined, { signal: lease.signal });
  }
  while (!(await awaitSettled(deps.eventLog, SETTLE_TIMEOUT_MS, lease.signal))) {
    lease.signal.throwIfAborted();
    deps.log.warn({ import: row.id }, "an import waits for its end: the pipeline is behind");
  }
}

/** Batches of which the sink has not decided every record. */
function countUnsettled(db: Work["deps"]["db"], { tenantId, id }: Work["row"]): Promise<number> {
  const { stored, duplicate, conflict, quarantined, accepted } = ingestBatches;
  return withTenant(db, tenantId, (tx) =>
    tx.$count(
      ingestBatches,
      and(
        eq(ingestBatches.tenantId, tenantId),
        eq(ingestBatches.importId, id),
        lt(sql`${stored} + ${duplicate} + ${conflict} + ${quarantined}`, accepted),
      ),
    ),
  );
}
