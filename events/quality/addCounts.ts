import { sql } from "drizzle-orm";
import type { Tx } from "../../tenancy/database.ts";

/** What became of records of one source and type. */
export interface QualityCounts {
  readonly tenantId: string;
  readonly source: string;
  /** Empty when it is none of the catalogue. */
  readonly type: string;
  readonly stored?: number;
  readonly duplicate?: number;
  readonly conflict?: number;
  readonly quarantined?: number;
  readonly rejected?: number;
}

/** Width of the buckets, minutes. */
export const BUCKET_MINUTES = 5;

/** The bucket that a time (SQL) falls into. */
export const bucketOf = (time: ReturnType<typeof sql>) =>
  sql`date_bin(${BUCKET_MINUTES} * interval '1 minute', ${time}, timestamptz '2000-01-01')`;

/**
 * Adds to the counts of the running five minutes. Writers with different slots never wait for each other; all take the
 * rows in one order. Works under the tenant's role and under the system role.
 */
export async function addCounts(tx: Tx, slot: number, counts: readonly QualityCounts[]): Promise<void> {
  if (counts.length === 0) return;
  const rows = counts.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  const texts = (of: (row: QualityCounts) => string) => sql`${sql.param(rows.map(of))}::text[]`;
  const numbers = (of: (row: QualityCounts) => number | undefined) =>
    sql`${sql.param(rows.map((row) => of(row) ?? 0))}::bigint[]`;
  await tx.execute(sql`
    insert into quality_counts as q (tenant_id, source, type, at, slot, stored, duplicate, conflict, quarantined, rejected)
    select c.tenant_id, c.source, c.type, ${bucketOf(sql`now()`)}, ${slot},
           c.stored, c.duplicate, c.conflict, c.quarantined, c.rejected
    from unnest(${texts((r) => r.tenantId)}, ${texts((r) => r.source)}, ${texts((r) => r.type)},
      ${numbers((r) => r.stored)}, ${numbers((r) => r.duplicate)}, ${numbers((r) => r.conflict)},
      ${numbers((r) => r.quarantined)}, ${numbers((r) => r.rejected)})
      as c (tenant_id, source, type, stored, duplicate, conflict, quarantined, rejected)
    on conflict (tenant_id, source, type, at, slot) do update set
      stored = q.stored + excluded.stored, duplicate = q.duplicate + excluded.duplicate,
      conflict = q.conflict + excluded.conflict, quarantined = q.quarantined + excluded.quarantined,
      rejected = q.rejected + excluded.rejected`);
}

const keyOf = ({ tenantId, source, type }: QualityCounts) => `${tenantId}\u001f${source}\u001f${type}`;
