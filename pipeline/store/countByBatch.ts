import type { TenantId } from "../../tenancy/context.ts";
import { CONFLICT, DUPLICATE } from "./judgeIdentities.ts";
import type { StoredRecord } from "./state.ts";

export interface BatchCounts {
  readonly tenantId: TenantId;
  readonly batchId: string;
  readonly importId: string | null;
  stored: number;
  duplicate: number;
  conflict: number;
  quarantined: number;
}

/** What became of the records, by the batch that they came in. */
export function countByBatch(records: readonly StoredRecord[]): BatchCounts[] {
  const counts = new Map<string, BatchCounts>();
  for (const { tenant, envelope, verdict } of records) {
    const batchId = envelope.batch_id;
    const count = counts.get(batchId) ?? {
      tenantId: tenant.id,
      batchId,
      importId: envelope.import_id ?? null,
      stored: 0,
      duplicate: 0,
      conflict: 0,
      quarantined: 0,
    };
    counts.set(batchId, count);
    if (verdict.kind === "ok") count.stored += 1;
    else if (verdict.kind === "drop" && verdict.reason === DUPLICATE) count.duplicate += 1;
    else if (verdict.kind === "dead" && verdict.reason === CONFLICT) count.conflict += 1;
    else count.quarantined += 1;
  }
  return [...counts.values()];
}
