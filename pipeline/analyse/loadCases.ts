import type { FailureFacts, FailureKind, Surroundings } from "../../analysis/types.ts";
import type { TenantsReader } from "../../warehouse/client.ts";
import { findDeliveryFacts, findFailureFacts } from "../../warehouse/queries/pipeline/facts.ts";
import type { DeliveryFactRow, FailureFactRow } from "../../warehouse/tables.ts";
import { epochOf } from "../../warehouse/time.ts";
import { deliveryKey, loadDeliveries } from "../deliveries/loadDeliveries.ts";
import { refsOfRow } from "../deliveries/toFoldEvent.ts";
import { feedbackOf } from "../feedback/feedback.ts";
import { readFeedback } from "../feedback/readFeedback.ts";
import type { FoldEvent } from "../fold/types.ts";
import { ok } from "../outcome.ts";
import type { PipelineDeps } from "../ports.ts";
import type { Step } from "../stage.ts";
import type { AnalyseState } from "./state.ts";

const NOTHING: Surroundings = { delivery: [], entity: [], place: [], masters: {} };

/** Loads the failures that still stand, their deliveries' facts and live events, and what people confirmed of them. */
export function loadCases({ warehouse, db }: Pick<PipelineDeps, "warehouse" | "db">): Step<AnalyseState> {
  return {
    name: "load",
    run: async (state) => {
      const reader = warehouse.forTenants(state.detected.map(({ tenant }) => tenant));
      const [events, { facts, failures }, feedback] = await Promise.all([
        loadDeliveries(warehouse, state.detected),
        loadFacts(reader, state.detected),
        readFeedback(db, state.detected),
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
          const confirmed = feedbackOf(feedback.get(key) ?? [], row);
          return { detected, row, failure, feedback: confirmed, around: NOTHING, analysis: null };
        });
      });
      return ok;
    },
  };
}

/** Facts of the deliveries and of all their failures, also of those that nobody asked for: one may stem from another. */
async function loadFacts(
  reader: TenantsReader,
  detected: AnalyseState["detected"],
): Promise<{ facts: readonly DeliveryFactRow[]; failures: readonly FailureFactRow[] }> {
  const facts = await findDeliveryFacts(reader, [...new Set(detected.map(({ deliveryId }) => deliveryId))]);
  const ids = new Set([
    ...detected.flatMap(({ failureIds }) => failureIds),
    ...facts.flatMap(({ failure_ids }) => failure_ids),
  ]);
  return { facts, failures: await findFailureFacts(reader, [...ids]) };
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
