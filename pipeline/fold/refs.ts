import { REFS, type Ref, type Refs } from "../../events/event.ts";
import type { FoldEvent } from "./types.ts";

/** References of one run of a vehicle: those of an earlier run say nothing about a later one. */
const OF_RUN: ReadonlySet<Ref> = new Set<Ref>(["driver_id", "vehicle_id", "route_id"]);

/** The latest non-empty value of each reference. `events` are live and ordered. */
export function foldRefs(events: readonly FoldEvent[]): Refs {
  return latestOf(events, REFS);
}

/**
 * The references in force at `until` (epoch ms): the latest value given by then. Driver, vehicle and route
 * are those given after `runSince`, the end of the attempt before. What is fixed for the consignment and was
 * told only later (an order that came after its shipment) is taken from later events.
 */
export function refsInForce(events: readonly FoldEvent[], until: number, runSince: number | null): Refs {
  const known = events.filter((event) => event.at <= until);
  const ofRun = runSince === null ? known : known.filter((event) => event.at > runSince);
  const lasting = REFS.filter((ref) => !OF_RUN.has(ref));
  const later = events.filter((event) => event.at > until).reverse();
  return { ...latestOf(later, lasting), ...latestOf(known, lasting), ...latestOf(ofRun, [...OF_RUN]) };
}

function latestOf(events: readonly FoldEvent[], refs: readonly Ref[]): Refs {
  const folded: { [R in Ref]?: string } = {};
  for (const event of events) {
    for (const ref of refs) {
      const value = event.refs[ref];
      if (value) folded[ref] = value;
    }
  }
  return folded;
}
