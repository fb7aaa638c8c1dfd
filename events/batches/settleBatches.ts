import { sql } from "drizzle-orm";
import { ingestBatches } from "../../drizzle/schema/batch.ts";
import type { Tx } from "../../tenancy/database.ts";

/** What became of some of a batch's records, decided by the sink. */
export interface SettledCounts {
  readonly tenantId: string;
  readonly batchId: string;
  readonly stored: number;
  readonly duplicate: number;
  readonly conflict: number;
  readonly quarantined: number;
  /** The import that the batch is part of, for one whose sender died before it could write it down. */
  readonly importId?: string | null;
}

/**
 * Adds the counts to their batches, in the transaction of the system role that closes the range: once. A batch that
 * the edge has not written down yet is begun here. Rows are taken in sorted order, so that no two ranges block each other.
 */
export async function settleBatches(tx: Tx, counts: readonly SettledCounts[]): Promise<void> {
  if (counts.length === 0) return;
  const rows = counts
    .map(({ tenantId, batchId, stored, duplicate, conflict, quarantined, importId = null }) => ({
      tenantId,
      id: batchId,
      stored,
      duplicate,
      conflict,
      quarantined,
      importId,
    }))
    .toSorted((a, b) => (a.tenantId + a.id < b.tenantId + b.id ? -1 : 1));
  const added = (column: "stored" | "duplicate" | "conflict" | "quarantined") =>
    sql`${ingestBatches[column]} + ${sql.raw(`excluded.${column}`)}`;
  await tx
    .insert(ingestBatches)
    .values(rows)
    .onConflictDoUpdate({
      target: [ingestBatches.tenantId, ingestBatches.id],
      set: {
        stored: added("stored"),
        duplicate: added("duplicate"),
        conflict: added("conflict"),
        quarantined: added("quarantined"),
        importId: sql`coalesce(${ingestBatches.importId}, excluded.import_id)`,
        updatedAt: sql`now()`,
      },
    });
}
