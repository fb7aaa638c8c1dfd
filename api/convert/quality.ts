import type { z } from "@hono/zod-openapi";
import type { QualityAlert as DomainAlert } from "../../events/quality/alert.ts";
import type { SummedCounts } from "../../events/quality/sumCounts.ts";
import { MEMBERS, type StoredQuality } from "../../warehouse/queries/quality.ts";
import type { QualityAlert, QualityReport } from "../schemas/quality.ts";

export function toApiQualityAlert(alert: DomainAlert): z.infer<typeof QualityAlert> {
  return { ...alert, resolved: alert.resolved && { ...alert.resolved } };
}

type Report = z.infer<typeof QualityReport>["data"][number];

/** Joins what was counted with what was measured, by source and type. */
export function toApiQuality(counts: readonly SummedCounts[], measured: readonly StoredQuality[]): Report[] {
  const expected = membersByType(measured);
  const byKey = new Map(measured.map((row) => [keyOf(row), row]));
  return counts.map(({ source, type, ...sums }) => {
    const received = sums.stored + sums.duplicate + sums.conflict + sums.quarantined + sums.rejected;
    const stored = byKey.get(keyOf({ source, type }));
    return {
      ...{ source, type: type || null, received, ...sums },
      validity: share(received - sums.conflict - sums.quarantined - sums.rejected, received),
      uniqueness: share(received - sums.duplicate, received),
      ...(stored === undefined
        ? { completeness: null, missing: [], timeliness: null }
        : { ...toCompleteness(stored, expected.get(type) ?? []), timeliness: toTimeliness(stored) }),
    };
  });
}

const keyOf = ({ source, type }: { readonly source: string; readonly type: string }) =>
  `${source}\u001f${type}`;

/** Of each type the members that any of its sources sends: what the others could send too. */
function membersByType(measured: readonly StoredQuality[]): ReadonlyMap<string, readonly number[]> {
  const groups = Map.groupBy(measured, ({ type }) => type);
  const sentBy = (rows: readonly StoredQuality[]) =>
    MEMBERS.flatMap((_, at) => (rows.some(({ present }) => (present[at] ?? 0) > 0) ? [at] : []));
  return new Map([...groups].map(([type, rows]) => [type, sentBy(rows)]));
}

function toCompleteness({ events, present }: StoredQuality, expected: readonly number[]) {
  const shares = expected.map((at) => ({
    member: MEMBERS[at] ?? "",
    share: share(present[at] ?? 0, events) ?? 0,
  }));
  const sum = shares.reduce((total, each) => total + each.share, 0);
  return {
    completeness: share(sum, shares.length),
    missing: shares.filter((each) => each.share < 1).toSorted((a, b) => a.share - b.share),
  };
}

function toTimeliness({ lag: [p50, p95] }: StoredQuality) {
  return { p50_seconds: Math.round(p50 * 1e3) / 1e3, p95_seconds: Math.round(p95 * 1e3) / 1e3 };
}

function share(part: number, of: number): number | null {
  return of === 0 ? null : Math.round((part / of) * 1e6) / 1e6;
}
