import type { Feature, ObservedEvent } from "../types.ts";
import { feature, levelBelow, minutesUntil, numberIn } from "./feature.ts";
import type { View } from "./view.ts";

const HOUR = 3_600_000;

/** The site's backlog and staff while the order waited there, and what the warehouse said of the order itself. */
export function observeWarehouse(view: View): readonly Feature[] {
  return [...load(view), ...stockout(view), ...dispatchDelay(view)];
}

function load(view: View): readonly Feature[] {
  const dispatched = view.delivery.find((event) => event.type === "warehouse.dispatched")?.at ?? view.to;
  const ordered = view.failure.orderedAt ?? dispatched - 24 * HOUR;
  const loads = view.entity.filter(
    (event) => event.type === "warehouse.load" && event.at <= dispatched && event.at >= ordered - 12 * HOUR,
  );
  return [...backlog(loads, dispatched), ...staffing(loads, view, dispatched)];
}

function backlog(loads: readonly ObservedEvent[], dispatched: number): readonly Feature[] {
  const rated = loads.flatMap((event) => {
    const orders = numberIn(event, "backlog_orders");
    const capacity = numberIn(event, "capacity_orders_per_day");
    return orders !== null && capacity !== null && capacity > 0 ? [{ event, days: orders / capacity }] : [];
  });
  const worst = rated.reduce<(typeof rated)[number] | null>(
    (a, b) => (a === null || b.days > a.days ? b : a),
    null,
  );
  if (worst === null) return [];
  const { event, days } = worst;
  const level = levelBelow(
    days,
    [
      [0.15, "clear"],
      [0.4, "raised"],
      [0.9, "high"],
    ],
    "severe",
  );
  const site = event.refs.warehouse_id ?? "the warehouse";
  return [
    feature("warehouse_backlog", level, `${site} held ${days.toFixed(1)} days of orders`, [event], {
      observed: Math.round(days * 100) / 100,
      normal: 0.1,
      unit: "backlog / daily capacity",
      minutesBefore: minutesUntil(event.at, dispatched),
    }),
  ];
}

function staffing(loads: readonly ObservedEvent[], view: View, dispatched: number): readonly Feature[] {
  const normal = view.masters.warehouse?.["normal_staff"];
  if (typeof normal !== "number" || normal <= 0) return [];
  const counted = loads.flatMap((event) => {
    const staff = numberIn(event, "staff_on_shift");
    return staff === null ? [] : [{ event, staff }];
  });
  const least = counted.reduce<(typeof counted)[number] | null>(
    (a, b) => (a === null || b.staff < a.staff ? b : a),
    null,
  );
  if (least === null) return [];
  const level = levelBelow(
    least.staff / normal,
    [
      [0.7, "very_short"],
      [0.85, "short"],
    ],
    "usual",
  );
  return [
    feature(
      "warehouse_staff",
      level,
      `${least.staff} people were on shift, usually ${normal}`,
      [least.event],
      {
        observed: least.staff,
        normal,
        unit: "people",
        minutesBefore: minutesUntil(least.event.at, dispatched),
      },
    ),
  ];
}

function stockout(view: View): readonly Feature[] {
  const events = view.delivery.filter((event) => event.type === "warehouse.stockout" && event.at <= view.to);
  const first = events[0];
  if (!first) return [];
  return [
    feature("stockout", "reported", "the warehouse reported that an item was not there", events, {
      minutesBefore: minutesUntil(first.at, view.to),
    }),
  ];
}

function dispatchDelay(view: View): readonly Feature[] {
  const events = view.delivery.filter(
    (event) => event.type === "warehouse.dispatch_delayed" && event.at <= view.to,
  );
  const first = events[0];
  if (!first) return [];
  return [
    feature(
      "dispatch_delay",
      "reported",
      "the warehouse reported that the order missed its dispatch",
      events,
      {
        minutesBefore: minutesUntil(first.at, view.to),
      },
    ),
  ];
}
