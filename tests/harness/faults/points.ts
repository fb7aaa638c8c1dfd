import { DETECTED_TOPICS, RAW_TOPICS, TOUCHED_TOPICS, type Topic } from "../../../events/log/port.ts";

/** A moment at a worker's ports: around an insert, after it told other stages, after a range was handled. */
export type Spot =
  | { readonly kind: "insert"; readonly table: string; readonly when: "before" | "during" | "after" }
  | { readonly kind: "told"; readonly topic: Topic }
  | { readonly kind: "handled"; readonly topics: readonly Topic[] };

/** Where something is killed. Named by what the ports show, so that the steps inside may change. */
export interface FaultPoint {
  readonly name: string;
  readonly victim: "worker" | "clickhouse";
  readonly spot: Spot;
}

const insert = (table: string, when: "before" | "during" | "after"): Spot => ({
  kind: "insert",
  table,
  when,
});
const handled = (...topics: readonly Topic[]): Spot => ({ kind: "handled", topics });
const worker = (name: string, spot: Spot): FaultPoint => ({ name, victim: "worker", spot });

export const FAULT_POINTS: readonly FaultPoint[] = [
  worker("before the insert", insert("events", "before")),
  worker("during the insert", insert("events", "during")),
  {
    name: "during the insert: ClickHouse killed",
    victim: "clickhouse",
    spot: insert("events", "during"),
  },
  worker("events inserted, the rest not", insert("events", "after")),
  worker("after the insert, before the ledger", insert("event_identity", "after")),
  worker("deliveries told, before the ledger", { kind: "told", topic: "deliveries_touched" }),
  worker("after the ledger, before the offset", handled(...RAW_TOPICS)),
  worker("fold: before its facts", insert("delivery_facts", "before")),
  worker("fold: after its facts", insert("delivery_facts", "after")),
  worker("fold: told, before the offset", handled(...TOUCHED_TOPICS)),
  worker("analysis: during its facts", insert("failure_facts", "during")),
  worker("analysis: after its evidence", insert("correlation_facts", "after")),
  worker("analysis: told, before the offset", handled(...DETECTED_TOPICS)),
];

/** @throws for a name that is none of a point's. */
export function faultPoint(name: string): FaultPoint {
  const found = FAULT_POINTS.find((point) => point.name === name);
  if (!found) throw new Error(`no fault point ${name}`);
  return found;
}
