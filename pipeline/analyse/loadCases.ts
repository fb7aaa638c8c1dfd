import type { FailureFacts, FailureKind, Surroundings } from "../../analysis/types.ts";
import { findDeliveryFacts, findFailureFacts } from "../../warehouse/queries/pipeline/facts.ts";
import type { DeliveryFactRow, FailureFactRow } from "../../warehouse/tables.ts";
import { epochOf } from "../../warehouse/time.ts";
import { deliveryKey, loadDeliveries } from "../deliveries/loadDeliveries.ts";
import { refsOfRow } from "../deliveries/toFoldEvent.ts";
import type { FoldEvent } from "../fold/types.ts";
import { ok } from "../outcome.ts";
import type { PipelineDeps } from "../ports.ts";
import type { Step } from "../stage.ts";
import type { AnalyseState } from "./state.ts";

const NOTHING: Surroundings = { delivery: [], entity: [], place: [], masters: {} };

/** Loads the failures that still stand, their deliveries' facts and live events. */
export function loadCases({ warehouse }: Pick<PipelineDeps, "warehouse">): Step<AnalyseState> {
  return {
    name: "load",
    run: async (state) => {
      const reader = warehouse.forTenants(state.detected.map(({ tenant }) => tenant));
      const [events, facts, failures] = await Promise.all([
        loadDeliveries(warehouse, state.detected),
        findDeliveryFacts(reader, [...new Set(state.detected.map(({ deliveryId }) => deliveryId))]),
        findFailureFacts(reader, [...new Set(state.detected.flatMap(({ failureIds }) => failureIds))]),
      ]);
      const deliveries = new Map(facts.map((row) => [deliveryKey(row.tenant_key, row.delivery_id), row]));
      const open = Map.groupBy(
        failures.filter((row) => row.status === "open"),
        (row) => deliveryKey(row.tenant_key, row.delivery_id),
      );
      state.events = events;
      state.cases = state.detected.flatMap((detected) => {
        const key = deliveryKey(detected.tenant.key, detected.deliveryId);
        const rows = open.get(key) ?? [];
        return rows.map((row) => {
          const failure = toFailureFacts(row, rows, deliveries.get(key), events.get(key) ?? []);
          return { detected, row, failure, around: NOTHING, analysis: null };
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
