import type { Feature, ObservedEvent } from "../types.ts";
import { feature, levelBelow, minutesUntil, numberIn } from "./feature.ts";
import type { View } from "./view.ts";

const HOUR = 3_600_000;
/** How a vehicle moved longer ago says little of the attempt. */
const MOVING_HOURS = 3;

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

function movement(own: readonly ObservedEvent[], view: View): readonly Feature[] {
  const from = Math.max(view.from, view.to - MOVING_HOURS * HOUR);
  const fixes = own.flatMap((event) => {
    const speed = numberIn(event, "speed_kmh");
    const during = event.type === "vehicle.position" && event.at >= from && event.at <= view.to;
    return during && speed !== null ? [{ event, speed }] : [];
  });
  if (fixes.length === 0) return [];
  const mean = fixes.reduce((sum, { speed }) => sum + speed, 0) / fixes.length;
  const level = levelBelow(
    mean,
    [
      [3, "standing"],
      [14, "crawling"],
    ],
    "moving",
  );
  return [
    feature(
      "vehicle_movement",
      level,
      `the vehicle moved at ${Math.round(mean)} km/h`,
      fixes.map(({ event }) => event),
      {
        observed: Math.round(mean),
        unit: "km/h",
        minutesBefore: 0,
      },
    ),
  ];
}
