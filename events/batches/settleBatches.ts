import { sql } from "drizzle-orm";
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
  const rows = counts.toSorted((a, b) => (a.tenantId + a.batchId < b.tenantId + b.batchId ? -1 : 1));
  const texts = (of: (row: SettledCounts) => string) => sql`${sql.param(rows.map(of))}::text[]`;
  const numbers = (of: (row: SettledCounts) => number) => sql`${sql.param(rows.map(of))}::int[]`;
  // One parameter for each column: thousands of small batches would be more than a statement may have.
  await tx.execute(sql`
    insert into ingest_batches as b (tenant_id, id, import_id, stored, duplicate, conflict, quarantined)
    select tenant_id, id, nullif(import_id, ''), stored, duplicate, conflict, quarantined
    from unnest(${texts((row) => row.tenantId)}, ${texts((row) => row.batchId)}, ${texts((row) => row.importId ?? "")},
      ${numbers((row) => row.stored)}, ${numbers((row) => row.duplicate)}, ${numbers((row) => row.conflict)},
      ${numbers((row) => row.quarantined)})
      as c (tenant_id, id, import_id, stored, duplicate, conflict, quarantined)
    on conflict (tenant_id, id) do update set
      stored = b.stored + excluded.stored, duplicate = b.duplicate + excluded.duplicate,
      conflict = b.conflict + excluded.conflict, quarantined = b.quarantined + excluded.quarantined,
      import_id = coalesce(b.import_id, excluded.import_id), updated_at = now()`);
}
