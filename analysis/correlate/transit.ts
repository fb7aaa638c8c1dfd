import type { Feature } from "../types.ts";
import { feature, minutesUntil } from "./feature.ts";
import type { View } from "./view.ts";

/** What the carrier's network told of the way: missorts, holds, and a hub of another city. */
export function observeTransit(view: View): readonly Feature[] {
  if (view.scope !== "transit") return [];
  return [
    ...seen(view, "shipment.missorted", "missort", "the carrier reported it missorted"),
    ...held(view),
    ...astray(view),
  ];
}

function seen(view: View, type: string, name: string, statement: string): readonly Feature[] {
  const events = view.delivery.filter((event) => event.type === type && event.at <= view.to);
  const first = events[0];
  return first
    ? [feature(name, "reported", statement, events, { minutesBefore: minutesUntil(first.at, view.to) })]
    : [];
}

function held(view: View): readonly Feature[] {
  return seen(view, "shipment.held", "hub_hold", "the carrier held it at a hub");
}

function astray(view: View): readonly Feature[] {
  const city = view.refs.city;
  if (city === undefined) return [];
  const arrivals = view.delivery.filter(
    (event) => event.type === "shipment.arrived_at_facility" && event.at <= view.to,
  );
  const known = arrivals.filter((event) => event.refs.city !== undefined);
  if (known.length === 0) return [];
  const other = known.find((event) => event.refs.city !== city);
  if (other)
    return [
      feature("hub_city", "other", `it arrived at a hub in ${other.refs.city} on its way to ${city}`, [
        other,
      ]),
    ];
  return [feature("hub_city", "destination", `it arrived at the hub in ${city}`, known)];
}
