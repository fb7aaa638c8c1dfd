import { generateEvents } from "../generateEvents.ts";
import { createRandom, shuffle } from "../random.ts";

type Json = Readonly<Record<string, unknown>>;

/** What happens to the system beside the events. */
export const CHAOS = [
  "kill worker",
  "kill clickhouse",
  "kill api",
  "kill webhooks",
  "join",
  "leave",
] as const;
export type Chaos = (typeof CHAOS)[number];

/** What one tenant is sent. All follows from the seed. */
export interface Script {
  readonly seed: number;
  /** Every event once, in the order of time; what the calm run is sent. */
  readonly lines: readonly string[];
  /** Indexes into `lines`, by slot: any order, some repeatedly. A slot may be empty. */
  readonly slots: readonly (readonly number[])[];
  /** Sent at the end of either run, one by one, each when the one before is stored: their order matters. */
  readonly late: readonly string[];
  /** When everything is over, epoch ms. */
  readonly end: number;
  /** Whether the sandbox's clock stands still until all has come: only then does evidence not depend on the order. */
  readonly still: boolean;
}

export const SLOTS = 10;
const MOST_TIMES = 3;
const HOUR_MS = 3_600_000;

/** Deliveries with all that may go wrong with their events, and the order in which a hostile network hands them over. */
export function makeScript(seed: number): Script {
  const random = createRandom(seed * 7_919);
  const base = generateEvents(8 + Math.floor(random() * 6), seed);
  const still = seed % 2 === 1;
  const events = base.lines.map((line) => JSON.parse(line) as Json);
  const all = [...events, ...moreCorrections(events, random), ...surroundings(events, random)];
  const first = Math.min(...all.map(({ occurred_at }) => Date.parse(String(occurred_at))));
  const lines = all
    .map((event) => ({ ...event, received_hint: hintOf(event, still ? first - HOUR_MS : null) }))
    .toSorted((a, b) => (a.received_hint + timeOf(a) < b.received_hint + timeOf(b) ? -1 : 1))
    .map((event) => JSON.stringify(event));
  return {
    seed,
    lines,
    slots: makeSlots(lines.length, random),
    late: lateLines(first),
    end: base.end,
    still,
  };
}

const timeOf = (event: Json) => String(event["occurred_at"]);

function hintOf(event: Json, standing: number | null): string {
  return standing === null ? timeOf(event) : new Date(standing).toISOString();
}

/** Corrections of corrections, retractions of corrections, and corrections that move an event to another delivery. */
function moreCorrections(events: readonly Json[], random: () => number): Json[] {
  const made: Json[] = [];
  const correcting = (target: Json, n: string, more: Json) => {
    const { corrects: _before, ...rest } = target;
    const at = new Date(Date.parse(timeOf(target)) + 600_000).toISOString();
    const event = { ...rest, id: `${target["id"]}-${n}`, occurred_at: at, corrects: target["id"], ...more };
    made.push(event);
    return event;
  };
  for (const event of events) {
    const fate = random();
    if (event["type"] === "event.retracted" || fate > 0.24) continue;
    const correction = correcting(
      event,
      "c",
      fate < 0.05 ? { delivery_id: "D-0", order_id: "O-0" } : { city: "Surat" },
    );
    if (fate < 0.1) correcting(correction, "cc", { city: "Pune" });
    else if (fate < 0.15) correcting(correction, "r", { type: "event.retracted" });
  }
  return made;
}

/** What evidence is made of: weather, traffic, closures, load of warehouses. */
function surroundings(events: readonly Json[], random: () => number): Json[] {
  const failed = events.filter(
    ({ type }) => type === "shipment.attempt_failed" || type === "shipment.delivered",
  );
  return failed.flatMap((event, n) => {
    const at = new Date(Date.parse(timeOf(event)) - Math.floor(random() * 5 * HOUR_MS)).toISOString();
    const city = event["city"];
    const [type, more] = [
      ["context.weather", { city, data: { condition: "heavy rain", severity: 3, precipitation_mm_h: 40 } }],
      ["context.traffic", { city, data: { level: "jam", delay_ratio: 3 } }],
      ["context.road_closure", { city, data: { name: "flyover" } }],
      [
        "warehouse.load",
        { warehouse_id: event["warehouse_id"], data: { backlog_orders: 900, capacity_orders_per_day: 300 } },
      ],
      [
        "feedback.received",
        { delivery_id: event["delivery_id"], data: { text: "nobody came to my door", rating: 1 } },
      ],
    ][Math.floor(random() * 5)] as [string, Json];
    return [{ id: `around-${n}`, source: "ctx", type, occurred_at: at, ...more }];
  });
}

function makeSlots(count: number, random: () => number): number[][] {
  const times = Array.from({ length: count }, (_, n) => n).flatMap((n) =>
    Array<number>(1 + Math.floor(random() * MOST_TIMES)).fill(n),
  );
  const slots = Array.from({ length: SLOTS }, (): number[] => []);
  for (const n of shuffle(times, random)) slots[Math.floor(random() * SLOTS)]?.push(n);
  return slots;
}

/** Other content under an id that is taken, a correction that closes a circle, and what the edge refuses. */
function lateLines(first: number): string[] {
  const occurred_at = new Date(first).toISOString();
  const order = (id: string, more: Json = {}) => ({
    id,
    source: "late",
    type: "order.created",
    occurred_at,
    received_hint: new Date(first - HOUR_MS).toISOString(),
    order_id: `O-${id}`,
    ...more,
  });
  const events = [
    order("a"),
    order("a", { city: "Surat" }),
    order("x", { corrects: "z" }),
    order("y", { corrects: "x" }),
    order("z", { corrects: "y" }),
    order("bad", { occurred_at: "never" }),
  ];
  return events.map((event) => JSON.stringify(event));
}

/** What happens in each slot of a round, and after the last one while all settles. Null: nothing. */
export function makeChaos(seed: number): (Chaos | null)[] {
  const random = createRandom(seed * 104_729);
  const sure: (Chaos | null)[] = ["kill worker", "kill worker", "join", "leave", "kill webhooks"];
  const maybe: (Chaos | null)[] = ["kill api", "kill clickhouse", "kill worker", "join", null];
  const chosen = [...sure, ...maybe.map((each) => (random() < 0.6 ? each : null))];
  return [...shuffle(chosen, random), "kill worker"];
}

/** The steps in words, for people who must repeat them. */
export function tellSteps({ lines, slots, late }: Script, chaos: readonly (Chaos | null)[]): string[] {
  const idOf = (line: string) => (JSON.parse(line) as { id: string }).id;
  return [
    ...chaos.flatMap((event, slot) => {
      const sent = (slots[slot] ?? []).map((n) => idOf(lines[n] ?? "{}"));
      return [
        ...(event ? [`${event}`] : []),
        ...(sent.length > 0 ? [`send ${sent.length}: ${sent.join(" ")}`] : []),
      ];
    }),
    ...(late.length > 0 ? [`send one by one: ${late.map(idOf).join(" ")}`] : []),
  ];
}
