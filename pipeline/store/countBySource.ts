import type { QualityCounts } from "../../events/quality/addCounts.ts";
import { CONFLICT, DUPLICATE } from "./judgeIdentities.ts";
import type { StoredRecord } from "./state.ts";

type Counted = { -readonly [K in keyof QualityCounts]-?: QualityCounts[K] & (string | number) };

/** What became of the records, by source and type. */
export function countBySource(records: readonly StoredRecord[]): readonly QualityCounts[] {
  const counts = new Map<string, Counted>();
  for (const { tenant, event, verdict } of records) {
    const { source, type } = event;
    const key = `${tenant.key}\u001f${source}\u001f${type}`;
    let count = counts.get(key);
    if (count === undefined) {
      count = {
        ...{ tenantId: tenant.id, source, type },
        ...{ stored: 0, duplicate: 0, conflict: 0, quarantined: 0, rejected: 0 },
      };
      counts.set(key, count);
    }
    if (verdict.kind === "ok") count.stored += 1;
    else if (verdict.kind === "drop" && verdict.reason === DUPLICATE) count.duplicate += 1;
    else if (verdict.kind === "dead" && verdict.reason === CONFLICT) count.conflict += 1;
    else count.quarantined += 1;
  }
  return [...counts.values()];
}
