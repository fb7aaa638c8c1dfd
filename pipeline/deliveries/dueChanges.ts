import type { FailureFactRow } from "../../warehouse/tables.ts";
import { epochOf } from "../../warehouse/time.ts";
import type { Clock } from "../clock/readClocks.ts";
import type { FoldEvent, FoldedDelivery } from "../fold/types.ts";
import type { DueChange, TouchedDelivery } from "./state.ts";

/** After this long an analysis is final: what belongs to a failure is expected to have arrived by then. */
export const FINAL_AFTER_MS = 6 * 3_600_000;

/** When the sweep must look at the delivery again: its open promise, and the first analysis that is still provisional. */
export function dueChanges(
  { tenant, deliveryId, sweptAt, quiet }: TouchedDelivery,
  folded: FoldedDelivery | null,
  live: readonly FoldEvent[],
  open: readonly FailureFactRow[],
  clock: Clock | undefined,
): DueChange[] {
  const base = { tenantId: tenant.id, deliveryId, importId: latestImport(live), quiet };
  const settled = Math.max(clock?.settled ?? 0, sweptAt ?? 0);
  const finals = open.map((row) => epochOf(row.occurred_at) + FINAL_AFTER_MS);
  const pending = finals.filter((at, i) => at > settled || open[i]?.analysis_status !== "final");
  const next = pending.filter((at) => sweptAt === null || at > sweptAt);
  return [
    { ...base, kind: "late", dueAt: folded?.lateCheckAt ?? null },
    { ...base, kind: "final", dueAt: next.length === 0 ? null : Math.min(...next) },
  ];
}

/** The latest import of a delivery that only imports speak of, else null. Ids of imports sort by time. */
function latestImport(live: readonly FoldEvent[]): string | null {
  const ids = live.map(({ importId }) => importId ?? "");
  return ids.length === 0 || ids.includes("") ? null : (ids.sort().at(-1) ?? null);
}
