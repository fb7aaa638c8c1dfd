import { setTimeout as pause } from "node:timers/promises";
import { and, eq, isNotNull, sql } from "drizzle-orm";
import { imports } from "../../drizzle/schema/import.ts";
import { withSystem, withTenant } from "../../tenancy/database.ts";
import { awaitAnalysed } from "../sweep/awaitSettled.ts";
import { countDueOfImports } from "../sweep/sweepDue.ts";
import type { Work } from "./deps.ts";
import { updateOwned } from "./lease.ts";

const LOOK_EVERY_MS = 250;
const PATIENCE_MS = 60_000;

/**
 * Starts the clock of the import's open deliveries, and waits until each has been judged by it: promises that have run
 * out are late, and every failure is analysed. Ends early only with the lease. @throws LeaseLost
 */
export async function judgeImport(work: Work): Promise<void> {
  await startClock(work);
  const { deps, row, lease } = work;
  const countDue = () =>
    withSystem(deps.db, "imports: due checks", (tx) => countDueOfImports(tx, row.tenantId));
  do {
    while ((await countDue()) > 0) await pause(LOOK_EVERY_MS, undefined, { signal: lease.signal });
    while (!(await awaitAnalysed(deps.eventLog, PATIENCE_MS, lease.signal))) {
      lease.signal.throwIfAborted();
      deps.log.warn({ import: row.id }, "an import waits for its failures: the analysis is behind");
    }
  } while ((await countDue()) > 0);
}

/** From here on the tenant's settled imports are judged by the latest time that any of their files speak of. */
async function startClock({ deps, lease, row }: Work): Promise<void> {
  await withTenant(deps.db, row.tenantId, async (tx) => {
    await updateOwned(tx, lease, { settledAt: sql`coalesce(settled_at, now())` });
    const settled = and(
      eq(imports.tenantId, row.tenantId),
      isNotNull(imports.settledAt),
      isNotNull(imports.asOf),
    );
    const latest = tx
      .select({ at: sql`max(${imports.asOf})` })
      .from(imports)
      .where(settled);
    await tx
      .update(imports)
      .set({ clockAt: sql`(${latest})` })
      .where(settled);
  });
}
