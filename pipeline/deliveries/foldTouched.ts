import { failureId } from "../fold/failureId.ts";
import { foldDelivery } from "../fold/foldDelivery.ts";
import { ok } from "../outcome.ts";
import type { PipelineDeps } from "../ports.ts";
import { isCausedBy } from "../position.ts";
import type { Step } from "../stage.ts";
import { announceFailures } from "./announceFailures.ts";
import { diffFailures } from "./diffFailures.ts";
import { dueChanges } from "./dueChanges.ts";
import { deliveryKey } from "./loadDeliveries.ts";
import type { DeliveriesState, TouchedDelivery } from "./state.ts";
import { toDeliveryRow } from "./toDeliveryRow.ts";

/** Folds each touched delivery and keeps what differs from its facts. */
export function foldTouched({ now }: Pick<PipelineDeps, "now">): Step<DeliveriesState> {
  return {
    name: "fold",
    run: async (state) => {
      const at = now();
      for (const touched of state.touched) foldOne(state, touched, at);
      return ok;
    },
  };
}

function foldOne(state: DeliveriesState, touched: TouchedDelivery, now: number): void {
  const { tenant, deliveryId, range } = touched;
  const key = deliveryKey(tenant.key, deliveryId);
  // What an earlier fold left no longer holds.
  state.handoverOf(range)?.take(key);
  const events = state.events.get(key) ?? [];
  const before = state.deliveryFacts.get(key);
  const folded = foldDelivery(deliveryId, events, {
    lateGraceMs: tenant.lateGraceMinutes * 60_000,
    clock: clockFor(state, touched),
  });
  if (!folded && !before) return;
  const failures = diffFailures(state, touched, folded?.failures ?? [], before?.failure_ids ?? [], now);
  const row = toDeliveryRow(touched, folded, events, failures.ids, before, now);
  const changed = row !== null;
  if (row) state.newDeliveries.push(row);
  state.newFailures.push(...failures.changed);
  const again = before !== undefined && isCausedBy(range, before.caused_by);
  if (!changed && !again && failures.changed.length === 0 && touched.sweptAt === null) return;
  state.due.push(...dueChanges(touched, folded, events, failures.open, state.clocks.get(tenant.id)));
  const analyse = changed || again || touched.sweptAt !== null;
  if (analyse && failures.open.length > 0)
    state.folded.push({ key, range, facts: { facts: row ?? before, open: failures.open, events } });
  state.announce.push(...announceFailures(state, touched, failures, analyse, now));
}

/**
 * A promise turns into an open `late` only when a sweep says so, which has made sure that nothing received is still
 * on its way; one that a sweep has raised before is held against the tenant's clock as it stands.
 */
function clockFor(state: DeliveriesState, { tenant, deliveryId, sweptAt }: TouchedDelivery): number {
  const raised = state.failureFacts.get(failureId(tenant.key, deliveryId, "late", ""))?.status === "open";
  const clock = raised ? (state.clocks.get(tenant.id)?.now ?? 0) : 0;
  return Math.max(clock, sweptAt ?? 0);
}
