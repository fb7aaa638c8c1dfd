import type { Client } from "../../tests/harness/client.ts";

type Refs = Readonly<Record<string, string>>;

interface ListedDelivery {
  readonly id: string;
  readonly state: string;
  readonly refs: Refs;
  readonly ordered_at: string | null;
  readonly promised_by: string | null;
  readonly delivered_at: string | null;
  readonly outcome: string | null;
  readonly attempts: number;
  readonly failed_attempts: number;
  readonly stages: readonly unknown[];
  readonly first_event_at: string;
  readonly last_event_at: string;
}

interface ListedFailure {
  readonly kind: string;
  readonly delivery_id: string;
  readonly attempt: number | null;
  readonly occurred_at: string;
  readonly refs: Refs;
  readonly recorded_reason: { readonly code: string; readonly source: string } | null;
  readonly analysis: { readonly status: string } | null;
}

/** What a tenant's events come to, whatever way they came: the same for every order of arrival. */
export interface WorldState {
  /** By `delivery`. */
  readonly deliveries: Readonly<Record<string, Omit<ListedDelivery, "id">>>;
  /** Open ones by `delivery kind attempt`; a key that comes twice has `#2` behind it. */
  readonly failures: Readonly<
    Record<string, Omit<ListedFailure, "delivery_id" | "kind" | "attempt" | "analysis">>
  >;
  /** Open failures whose analysis is still to become final. */
  readonly pending: number;
}

/** Reads all deliveries and open failures by the API. Versions, ids that hash the tenant and times of detection stay out. */
export async function readWorldState(client: Client): Promise<WorldState> {
  const deliveries: [string, WorldState["deliveries"][string]][] = [];
  for await (const delivery of client.list<ListedDelivery>("/v1/deliveries"))
    deliveries.push([delivery.id, toDelivery(delivery)]);
  return { deliveries: sorted(deliveries), ...(await readOpenFailures(client)) };
}

/** The part of the state that settles last. */
export async function readOpenFailures(client: Client): Promise<Omit<WorldState, "deliveries">> {
  const failures = new Map<string, WorldState["failures"][string]>();
  let pending = 0;
  for await (const failure of client.list<ListedFailure>("/v1/failures?status=open")) {
    const { delivery_id, kind, attempt, analysis } = failure;
    if (analysis?.status !== "final") pending += 1;
    let key = `${delivery_id} ${kind} ${attempt ?? ""}`.trim();
    while (failures.has(key)) key += " #2";
    failures.set(key, toFailure(failure));
  }
  return { failures: sorted([...failures]), pending };
}

function toDelivery(delivery: ListedDelivery): WorldState["deliveries"][string] {
  const { state, refs, ordered_at, promised_by, delivered_at, outcome, stages } = delivery;
  const { attempts, failed_attempts, first_event_at, last_event_at } = delivery;
  return {
    state,
    refs,
    ordered_at,
    promised_by,
    delivered_at,
    outcome,
    attempts,
    failed_attempts,
    stages,
    first_event_at,
    last_event_at,
  };
}

/** Whether other evidence bears the reason out belongs to the analysis, not to the failure. */
function toFailure({ occurred_at, refs, recorded_reason }: ListedFailure): WorldState["failures"][string] {
  const reason = recorded_reason && { code: recorded_reason.code, source: recorded_reason.source };
  return { occurred_at, refs, recorded_reason: reason };
}

function sorted<T>(entries: [string, T][]): Record<string, T> {
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The keys at which two states differ, each with both sides as JSON, the first `limit` of them. */
export function diffWorlds(expected: WorldState, found: WorldState, limit = 20): string[] {
  return [
    ...diffRecords(expected.deliveries, found.deliveries),
    ...diffRecords(expected.failures, found.failures),
  ].slice(0, limit);
}

function diffRecords(expected: Readonly<Record<string, unknown>>, found: typeof expected): string[] {
  return [...new Set([...Object.keys(expected), ...Object.keys(found)])].flatMap((key) => {
    const [a, b] = [JSON.stringify(expected[key]) ?? "absent", JSON.stringify(found[key]) ?? "absent"];
    return a === b ? [] : [`${key}:\n  expected ${a}\n  found    ${b}`];
  });
}
