import type { Feature, ObservedEvent } from "../types.ts";
import { feature, levelBelow, minutesUntil, numberIn } from "./feature.ts";
import type { View } from "./view.ts";

const HOUR = 3_600_000;

/** Breakdowns, faults and the movement of the vehicle that carried the delivery on this run. */
export function observeVehicle(view: View): readonly Feature[] {
  if (view.scope === "transit") return [];
  const own = view.entity.filter((event) => carries(event, view));
  return [...breakdown(own, view), ...fault(own, view), ...movement(own, view)];
}

function carries(event: ObservedEvent, view: View): boolean {
  const { vehicle_id, route_id, driver_id } = view.refs;
  const same = (theirs: string | undefined, ours: string | undefined) =>
    ours !== undefined && theirs === ours;
  return (
    same(event.refs.vehicle_id, vehicle_id) ||
    same(event.refs.route_id, route_id) ||
    same(event.refs.driver_id, driver_id)
  );
}

function breakdown(own: readonly ObservedEvent[], view: View): readonly Feature[] {
  const events = own.filter((event) => event.type === "vehicle.breakdown" && event.at >= view.from - HOUR);
  const before = events.filter((event) => event.at <= view.to);
  const first = before[0];
  if (!first) return [];
  const onRoute = view.refs.route_id !== undefined && first.refs.route_id === view.refs.route_id;
  const minutes = minutesUntil(first.at, view.to);
  const statement = `vehicle ${first.refs.vehicle_id ?? ""} broke down ${minutes} minutes before the attempt ended`;
  return [
    feature("vehicle_breakdown", onRoute ? "on_route" : "of_vehicle", statement, before, {
      minutesBefore: minutes,
    }),
  ];
}

function fault(own: readonly ObservedEvent[], view: View): readonly Feature[] {
  const events = own.filter(
    (event) =>
      event.type === "vehicle.fault_raised" && event.at <= view.to && event.at >= view.from - 12 * HOUR,
  );
  const first = events[0];
  if (!first) return [];
  return [
    feature("vehicle_fault", "raised", `vehicle ${first.refs.vehicle_id ?? ""} reported a fault`, events, {
      minutesBefore: minutesUntil(first.at, view.to),
    }),
  ];
}

/** How the vehicle moved when it was last seen on this run. */
function movement(own: readonly ObservedEvent[], view: View): readonly Feature[] {
  const last = own.findLast(
    (event) =>
      event.type === "vehicle.position" &&
      event.at >= view.from &&
      event.at <= view.to &&
      numberIn(event, "speed_kmh") !== null,
  );
  const speed = last ? numberIn(last, "speed_kmh") : null;
  if (!last || speed === null) return [];
  const level = levelBelow(
    speed,
    [
      [2, "standing"],
      [8, "crawling"],
      [15, "slow"],
      [25, "moving"],
    ],
    "fast",
  );
  return [
    feature("vehicle_movement", level, `the vehicle moved at ${Math.round(speed)} km/h`, [last], {
      observed: Math.round(speed),
      unit: "km/h",
    }),
  ];
}
