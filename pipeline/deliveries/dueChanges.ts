import type { FailureFactRow } from "../../warehouse/tables.ts";
import { epochOf } from "../../warehouse/time.ts";
import type { Clock } from "../clock/readClocks.ts";
import type { FoldedDelivery } from "../fold/types.ts";
import type { DueChange, TouchedDelivery } from "./state.ts";

/** After this long an analysis is final: what belongs to a failure is expected to have arrived by then. */
export const FINAL_AFTER_MS = 6 * 3_600_000;

/** When the sweep must look at the delivery again: its open promise, and the first analysis that is still provisional. */
export function dueChanges(
  { tenant, deliveryId, sweptAt }: TouchedDelivery,
  folded: FoldedDelivery | null,
  open: readonly FailureFactRow[],
  clock: Clock | undefined,
): DueChange[] {
  const base = { tenantId: tenant.id, deliveryId };
  const settled = Math.max(clock?.settled ?? 0, sweptAt ?? 0);
  const finals = open.map((row) => epochOf(row.occurred_at) + FINAL_AFTER_MS);
  const pending = finals.filter((at, i) => at > settled || open[i]?.analysis_status !== "final");
  const next = pending.filter((at) => sweptAt === null || at > sweptAt);
  return [
    { ...base, kind: "late", dueAt: folded?.lateCheckAt ?? null },
    { ...base, kind: "final", dueAt: next.length === 0 ? null : Math.min(...next) },
  ];
}
