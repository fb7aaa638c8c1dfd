import { EVIDENCE_WINDOWS, endOfFailure } from "../../analysis/correlate/windows.ts";
import type { Warehouse } from "../../warehouse/client.ts";
import { type EvidenceRow, findSurroundingEvents } from "../../warehouse/queries/pipeline/deliveryEvents.ts";
import { loadCorrections } from "../deliveries/loadCorrections.ts";
import { type DeliveryRef, deliveryKey } from "../deliveries/loadDeliveries.ts";
import { toFoldEvent } from "../deliveries/toFoldEvent.ts";
import { liveEvents } from "../fold/liveEvents.ts";
import type { FoldEvent } from "../fold/types.ts";
import { ok } from "../outcome.ts";
import type { PipelineDeps } from "../ports.ts";
import type { Step } from "../stage.ts";
import { loadMasters } from "./loadMasters.ts";
import type { AnalyseState, Case } from "./state.ts";

const HOUR = 3_600_000;
const LONGEST_BEFORE = Math.max(...Object.values(EVIDENCE_WINDOWS).map(({ before }) => before)) * HOUR;
const LONGEST_AFTER = Math.max(...Object.values(EVIDENCE_WINDOWS).map(({ after }) => after)) * HOUR;

/** Gathers what happened around all failures of the range: one query for events, one for corrections, one for masters. */
export function loadSurroundings({ warehouse }: Pick<PipelineDeps, "warehouse">): Step<AnalyseState> {
  return {
    name: "surroundings",
    run: async (state) => {
      await gatherSurroundings(warehouse, state);
      return ok;
    },
  };
}

/** What is gathered for: a failure, or a run or promise that is looked at as if it had failed. */
export type Subject = Pick<Case, "failure" | "around"> & { readonly detected: DeliveryRef };

/** Sets what surrounds each of the cases, in a number of queries that does not grow with them. */
export async function gatherSurroundings<One extends Subject>(
  warehouse: Warehouse,
  state: { readonly events: AnalyseState["events"]; readonly cases: readonly One[] },
): Promise<void> {
  if (state.cases.length === 0) return;
  const reader = warehouse.forTenants(state.cases.map(({ detected }) => detected.tenant));
  const [rows, masters] = await Promise.all([
    findSurroundingEvents(reader, filterOf(state)),
    loadMasters(reader, state),
  ]);
  const byEntity = await indexLive(reader, rows);
  for (const one of state.cases) {
    const delivery = state.events.get(deliveryKey(one.detected.tenant.key, one.detected.deliveryId)) ?? [];
    one.around = { delivery, ...around(one, delivery, byEntity), masters: masters(one) };
  }
}

const REF_OF = {
  routes: "route_id",
  vehicles: "vehicle_id",
  drivers: "driver_id",
  warehouses: "warehouse_id",
} as const;

function filterOf({
  cases,
  events,
}: {
  readonly events: AnalyseState["events"];
  readonly cases: readonly Subject[];
}) {
  const ofCase = (one: Subject) =>
    events.get(deliveryKey(one.detected.tenant.key, one.detected.deliveryId)) ?? [];
  const all = (ref: "city" | (typeof REF_OF)[keyof typeof REF_OF]) => [
    ...new Set(cases.flatMap((one) => valuesOf(one, ofCase(one), ref))),
  ];
  return {
    from: Math.min(...cases.map(({ failure }) => failure.occurredAt)) - LONGEST_BEFORE,
    to: Math.max(...cases.map(({ failure }) => endOfFailure(failure))) + LONGEST_AFTER,
    cities: all("city"),
    routes: all("route_id"),
    vehicles: all("vehicle_id"),
    drivers: all("driver_id"),
    warehouses: all("warehouse_id"),
  };
}

/** Every value of a reference that the delivery ever had: a second attempt has another driver. */
function valuesOf(one: Subject, events: readonly FoldEvent[], ref: keyof FoldEvent["refs"]): string[] {
  const values = [one.failure.refs[ref], ...events.map((event) => event.refs[ref])];
  return [...new Set(values.filter((value) => value !== undefined))];
}

type Index = ReadonlyMap<string, readonly FoldEvent[]>;

/** Live events in order of time, by tenant and entity or city: `7:route_id:R-1`, `7:city:Pune`, `7:city:` where no city is named. */
async function indexLive(
  reader: Parameters<typeof loadCorrections>[0],
  rows: readonly EvidenceRow[],
): Promise<Index> {
  const byTenant = Map.groupBy(rows, (row) => row.tenant_key);
  const folded = new Map([...byTenant].map(([key, ofTenant]) => [key, ofTenant.map(toFoldEvent)]));
  const corrections = await loadCorrections(reader, [...folded.values()].flat());
  const index = new Map<string, FoldEvent[]>();
  for (const [tenantKey, events] of folded) {
    for (const event of liveEvents(events, corrections.get(tenantKey) ?? [])) {
      for (const name of namesOf(event)) {
        const key = `${tenantKey}:${name}`;
        const list = index.get(key);
        if (list) list.push(event);
        else index.set(key, [event]);
      }
    }
  }
  return index;
}

function namesOf(event: FoldEvent): string[] {
  if (event.type.startsWith("context.")) return [`city:${event.refs.city ?? ""}`];
  return Object.values(REF_OF).flatMap((ref) =>
    event.refs[ref] === undefined ? [] : [`${ref}:${event.refs[ref]}`],
  );
}

/** What was read is for all cases at once; each is given what lies within the longest window around it. */
function around(one: Subject, delivery: readonly FoldEvent[], index: Index) {
  const from = one.failure.occurredAt - LONGEST_BEFORE;
  const to = endOfFailure(one.failure) + LONGEST_AFTER;
  const take = (names: readonly string[]) => [
    ...new Set(
      names.flatMap((name) => between(index.get(`${one.detected.tenant.key}:${name}`) ?? [], from, to)),
    ),
  ];
  const entities = Object.values(REF_OF).flatMap((ref) =>
    valuesOf(one, delivery, ref).map((id) => `${ref}:${id}`),
  );
  const cities = valuesOf(one, delivery, "city").map((city) => `city:${city}`);
  return { entity: take(entities), place: take([...cities, "city:"]) };
}

/** Of events in order of time those from `from` to `to`, epoch ms, both included. */
function between(events: readonly FoldEvent[], from: number, to: number): readonly FoldEvent[] {
  return events.slice(
    firstWhere(events, ({ at }) => at >= from),
    firstWhere(events, ({ at }) => at > to),
  );
}

/** Where the events begin of which `holds`; it holds of all that follow. */
function firstWhere(events: readonly FoldEvent[], holds: (event: FoldEvent) => boolean): number {
  let [low, high] = [0, events.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const event = events[middle];
    if (event && holds(event)) high = middle;
    else low = middle + 1;
  }
  return low;
}
