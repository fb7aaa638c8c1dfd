import type { FailureFacts, FailureKind, Surroundings } from "../../analysis/types.ts";
import type { DeliveryFactRow, FailureFactRow } from "../../warehouse/tables.ts";
import { epochOf } from "../../warehouse/time.ts";
import { type DeliveryRef, deliveryKey } from "../deliveries/loadDeliveries.ts";
import { refsOfRow } from "../deliveries/toFoldEvent.ts";
import { feedbackOf } from "../feedback/feedback.ts";
import { readFeedback } from "../feedback/readFeedback.ts";
import type { FoldEvent } from "../fold/types.ts";
import { ok } from "../outcome.ts";
import type { PipelineDeps } from "../ports.ts";
import type { Step } from "../stage.ts";
import { loadFolded } from "./loadFolded.ts";
import type { AnalyseState } from "./state.ts";

const NOTHING: Surroundings = { delivery: [], entity: [], place: [], masters: {} };

/**
 * Gathers the failures that still stand, their deliveries' facts and live events, and what people confirmed of them: as
 * the fold before handed them over, else as they are read.
 */
export function loadCases({ warehouse, db }: Pick<PipelineDeps, "warehouse" | "db">): Step<AnalyseState> {
  return {
    name: "load",
    run: async (state) => {
      const keyOf = ({ tenant, deliveryId }: DeliveryRef) => deliveryKey(tenant.key, deliveryId);
      const folded = new Map(
        state.detected.flatMap((detected) => {
          const known = state.handoverOf(detected.range)?.take(keyOf(detected));
          return known ? [[keyOf(detected), known] as const] : [];
        }),
      );
      const [loaded, feedback] = await Promise.all([
        loadFolded(
          warehouse,
          state.detected.filter((detected) => !folded.has(keyOf(detected))),
        ),
        readFeedback(db, state.detected),
      ]);
      for (const [key, one] of loaded) folded.set(key, one);
      state.events = new Map([...folded].map(([key, { events }]) => [key, events]));
      state.cases = state.detected.flatMap((detected) => {
        const key = keyOf(detected);
        const { facts, open = [], events = [] } = folded.get(key) ?? {};
        return open.map((row) => {
          const failure = toFailureFacts(row, open, facts, events);
          const confirmed = feedbackOf(feedback.get(key) ?? [], row);
          return { detected, row, failure, feedback: confirmed, around: NOTHING, analysis: null };
        });
      });
      return ok;
    },
  };
}

function toFailureFacts(
  row: FailureFactRow,
  all: readonly FailureFactRow[],
  delivery: DeliveryFactRow | undefined,
  events: readonly FoldEvent[],
): FailureFacts {
  const occurredAt = epochOf(row.occurred_at);
  const timeOf = (time: string | null | undefined) => (time ? epochOf(time) : null);
  return {
    failureId: row.failure_id,
    kind: row.kind as FailureKind,
    deliveryId: row.delivery_id,
    attempt: row.attempt === 0 ? null : row.attempt,
    occurredAt,
    refs: refsOfRow(row),
    recordedReason:
      row.recorded_reason === "" ? null : { code: row.recorded_reason, source: row.recorded_source },
    orderedAt: timeOf(delivery?.ordered_at),
    promisedBy: timeOf(delivery?.promised_by),
    deliveredAt: timeOf(delivery?.delivered_at),
    outForDeliveryAt:
      events.findLast((event) => event.type === "shipment.out_for_delivery" && event.at <= occurredAt)?.at ??
      null,
    earlier: all
      .filter((other) => epochOf(other.occurred_at) < occurredAt)
      .map((other) => ({
        kind: other.kind as FailureKind,
        occurredAt: epochOf(other.occurred_at),
        attempt: other.attempt === 0 ? null : other.attempt,
      }))
      .sort((a, b) => a.occurredAt - b.occurredAt || (a.kind < b.kind ? -1 : 1)),
  };
}
