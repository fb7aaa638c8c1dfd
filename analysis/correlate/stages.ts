import type { Feature, ObservedEvent } from "../types.ts";
import { feature, inWords, levelBelow } from "./feature.ts";
import type { View } from "./view.ts";

const MINUTE = 60_000;
const HOUR_MINUTES = 60;

/** Stages on the way, the events that bound them, and how long each may take before time is lost; minutes. */
const STAGES = [
  { name: "order_to_pick", from: "order.created", to: "warehouse.picking_started", usual: 18 * HOUR_MINUTES },
  { name: "pick", from: "warehouse.picking_started", to: "warehouse.picking_completed", usual: 75 },
  { name: "pack", from: "warehouse.picking_completed", to: "warehouse.packed", usual: 60 },
  { name: "dispatch", from: "warehouse.packed", to: "warehouse.dispatched", usual: 5 * HOUR_MINUTES },
  {
    name: "linehaul",
    from: "warehouse.dispatched",
    to: "shipment.arrived_at_facility",
    usual: 38 * HOUR_MINUTES,
  },
  {
    name: "hub",
    from: "shipment.arrived_at_facility",
    to: "shipment.out_for_delivery",
    usual: 21 * HOUR_MINUTES,
  },
] as const;

/** Spans over several stages, for where events of the stages that they cover are missing. */
const SPANS = [
  {
    name: "pick_to_dispatch",
    from: "warehouse.picking_started",
    to: "warehouse.dispatched",
    usual: 6 * HOUR_MINUTES,
    covers: ["pick", "pack", "dispatch"],
  },
  {
    name: "order_to_dispatch",
    from: "order.created",
    to: "warehouse.dispatched",
    usual: 21 * HOUR_MINUTES,
    covers: ["order_to_pick", "pick_to_dispatch"],
  },
  {
    name: "dispatch_to_run",
    from: "warehouse.dispatched",
    to: "shipment.out_for_delivery",
    usual: 48 * HOUR_MINUTES,
    covers: ["linehaul", "hub"],
  },
] as const;

interface Taken {
  readonly name: string;
  readonly minutes: number;
  readonly usual: number;
  readonly events: readonly ObservedEvent[];
}

/**
 * For a broken promise: how long each stage took against what is usual, which of them lost most, and how much time was
 * left when each ended. A failed attempt is not explained by stages: the goods were at the door.
 */
export function observeStages(view: View): readonly Feature[] {
  if (view.failure.kind !== "late") return [];
  const firsts = firstOfEach(view);
  const stages = STAGES.flatMap((stage) => taken(stage, firsts));
  const spans = SPANS.flatMap((span) => taken(span, firsts));
  const known = new Set([...stages, ...spans].map(({ name }) => name));
  const uncovered = SPANS.filter(({ covers }) => !covers.every((name) => known.has(name))).map(
    ({ name }) => name,
  );
  const filling = spans.filter(({ name }) => uncovered.some((each) => each === name));
  return [...stages, ...filling].map(overrun).concat(mostLost([...stages, ...spans]), slack(view, firsts));
}

function firstOfEach(view: View): ReadonlyMap<string, ObservedEvent> {
  const firsts = new Map<string, ObservedEvent>();
  for (const event of view.delivery) {
    if (event.at > view.to && event.type !== "shipment.out_for_delivery") continue;
    if (event.type === "shipment.arrived_at_facility" && elsewhere(event, view)) continue;
    if (!firsts.has(event.type)) firsts.set(event.type, event);
  }
  return firsts;
}

function elsewhere(event: ObservedEvent, view: View): boolean {
  return event.refs.city !== undefined && view.refs.city !== undefined && event.refs.city !== view.refs.city;
}

function taken(
  stage: { name: string; from: string; to: string; usual: number },
  firsts: ReadonlyMap<string, ObservedEvent>,
): readonly Taken[] {
  const [from, to] = [firsts.get(stage.from), firsts.get(stage.to)];
  if (!from || !to || to.at < from.at) return [];
  return [{ name: stage.name, minutes: (to.at - from.at) / MINUTE, usual: stage.usual, events: [from, to] }];
}

function overrun({ name, minutes, usual, events }: Taken): Feature {
  const level = levelBelow(
    minutes / usual,
    [
      [1, "usual"],
      [1.5, "long"],
    ],
    "very_long",
  );
  const statement = `${name.replace(/_/g, " ")} took ${inWords(minutes)}, usually at most ${inWords(usual)}`;
  return feature(`${name}_time`, level, statement, events, {
    observed: Math.round(minutes),
    normal: usual,
    unit: "minutes",
  });
}

function mostLost(all: readonly Taken[]): readonly Feature[] {
  if (all.length === 0) return [];
  const worst = all.reduce((a, b) => (b.minutes - b.usual > a.minutes - a.usual ? b : a));
  const lost = worst.minutes - worst.usual;
  if (lost < 90) return [feature("lost_time", "none", "no stage before the run took longer than usual", [])];
  const statement = `most time was lost in ${worst.name.replace(/_/g, " ")}: ${inWords(lost)} beyond the usual`;
  return [
    feature("lost_time", worst.name, statement, worst.events, {
      observed: Math.round(lost),
      normal: 0,
      unit: "minutes",
    }),
  ];
}

function slack(view: View, firsts: ReadonlyMap<string, ObservedEvent>): readonly Feature[] {
  const promised = view.failure.promisedBy;
  if (promised === null) return [];
  const left = (
    name: string,
    type: string,
    words: string,
    limits: readonly (readonly [number, string])[],
  ) => {
    const event = firsts.get(type);
    if (!event) return [];
    const minutes = (promised - event.at) / MINUTE;
    const rest = minutes < 0 ? `${inWords(-minutes)} after` : `${inWords(minutes)} before`;
    const level = levelBelow(minutes / 60, limits, "ample");
    return [
      feature(name, level, `${words} ${rest} the promise`, [event], {
        observed: Math.round(minutes),
        unit: "minutes",
      }),
    ];
  };
  return [
    ...left("slack_at_dispatch", "warehouse.dispatched", "the warehouse dispatched it", [
      [8, "spent"],
      [22, "short"],
    ]),
    ...left("slack_at_hub", "shipment.arrived_at_facility", "it reached the delivery hub", [
      [0, "spent"],
      [8, "short"],
    ]),
    ...left("slack_at_run", "shipment.out_for_delivery", "it left for delivery", [
      [0, "spent"],
      [3, "short"],
    ]),
  ];
}
