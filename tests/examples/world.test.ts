import { readdirSync, readFileSync, statSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { EVENT_TYPE_BY_NAME } from "../../events/catalogue/eventTypes.ts";
import { validateEvent } from "../../events/validate/validateEvent.ts";
import { createWorld, type Sent, type WorldEvent } from "../../examples/world/world.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const FOLDER = new URL("../../examples/world/", import.meta.url);

const TO = Date.UTC(2026, 10, 21, 15);
const FROM = TO - 7 * DAY;
const world = createWorld({ seed: 1 });
const started = performance.now();
const week = [...world.eventsBetween(FROM, TO)];
const took = performance.now() - started;
console.log(`a week of the sample world: ${week.length} events in ${Math.round(took)} ms`);

const textOf = (events: Iterable<Sent>) => [...events].map((each) => JSON.stringify(each));
const errorsOf = (event: WorldEvent, now: number) => {
  const checked = validateEvent(event, { hints: false, sources: null, now });
  return checked.ok ? [] : checked.errors.map((error) => `${event.type}: ${JSON.stringify(error)}`);
};

describe("events of the sample world", () => {
  it("are accepted as they are", () => {
    expect(week.flatMap(({ event, sentAt }) => errorsOf(event, sentAt))).toEqual([]);
    expect(world.masters().flatMap((event) => errorsOf(event, FROM))).toEqual([]);
  });

  it("happen before they are sent, and come in that order", () => {
    expect(week.filter(({ event, sentAt }) => Date.parse(event.occurred_at) > sentAt)).toEqual([]);
    const times = week.map(({ sentAt }) => sentAt);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(times.every((at) => at >= FROM && at < TO)).toBe(true);
  });

  it("tell of all five domains, in the time of their place", () => {
    const domains = new Set(week.map(({ event }) => EVENT_TYPE_BY_NAME.get(event.type)?.domain));
    expect([...domains].sort()).toEqual(["customer", "external", "fleet", "order", "warehouse"]);
    const offsets = new Set(week.map(({ event }) => event.occurred_at.slice(19)));
    expect([...offsets].sort()).toEqual(["+01:00", "+05:30", "-05:00", "-06:00"]);
  });

  it("tell of each delivery from its beginning, when the world is asked to begin on a day", () => {
    const since = TO - (TO % DAY) - 2 * DAY;
    const ordered = new Set<unknown>();
    const begun: unknown[] = [];
    for (const { event } of createWorld({ seed: 1, since }).eventsBetween(since, TO)) {
      if (event.type === "order.created") ordered.add(event["delivery_id"] ?? event["order_id"]);
      begun.push(event["delivery_id"]);
    }
    const told = new Set(begun.filter((id) => id !== undefined));
    expect(ordered.size).toBeGreaterThan(1_000);
    expect([...told].filter((id) => !ordered.has(id))).toEqual([]);
  });

  it("have identities of their own, but for those sent twice", () => {
    const byId = Map.groupBy(week, ({ event }) => `${event.source} ${event.id}`);
    const repeated = [...byId.values()].filter((all) => all.length > 1);
    for (const all of repeated) expect(new Set(all.map(({ event }) => JSON.stringify(event))).size).toBe(1);
    expect(repeated.length / byId.size).toBeGreaterThan(0.002);
    expect(repeated.length / byId.size).toBeLessThan(0.02);
  });

  it("correct and retract what was sent before by the same source", () => {
    const known = new Set(week.map(({ event }) => `${event.source} ${event.id}`));
    const targets = week.flatMap(({ event }) =>
      event["corrects"] === undefined ? [] : [`${event.source} ${event["corrects"]}`],
    );
    expect(targets.length).toBeGreaterThan(5);
    expect(targets.filter((target) => known.has(target)).length / targets.length).toBeGreaterThan(0.8);
  });

  it("come at every hour of the day", () => {
    const byHour = Map.groupBy(week, ({ sentAt }) => Math.floor(sentAt / HOUR));
    expect(byHour.size).toBe(7 * 24);
    expect(Math.min(...[...byHour.values()].map((all) => all.length))).toBeGreaterThan(60);
  });
});

describe("the sample world", () => {
  it("is the same for the same seed alone", () => {
    const [from, to] = [FROM + 2 * DAY, FROM + 2 * DAY + 6 * HOUR];
    const again = textOf(createWorld({ seed: 1 }).eventsBetween(from, to));
    expect(again).toEqual(textOf(week.filter(({ sentAt }) => sentAt >= from && sentAt < to)));
    expect(textOf(createWorld({ seed: 2 }).eventsBetween(from, to))).not.toEqual(again);
    expect(createWorld({ seed: 1 }).masters()).toEqual(world.masters());
  });

  it("does not depend on how time is cut", () => {
    const small = createWorld({ seed: 3, deliveriesPerDay: 40 });
    const [a, b, c] = [FROM + 1, FROM + 30 * HOUR + 17, FROM + 2 * DAY];
    const whole = textOf(small.eventsBetween(a, c));
    expect([...textOf(small.eventsBetween(a, b)), ...textOf(small.eventsBetween(b, c))]).toEqual(whole);
    const minutes = Array.from({ length: 90 }, (_, n) => b + n * 60_000);
    const ticked = minutes.flatMap((at) => textOf(small.eventsBetween(at, at + 60_000)));
    expect(ticked).toEqual(textOf(small.eventsBetween(b, b + 90 * 60_000)));
    expect(textOf(small.eventsBetween(b, b))).toEqual([]);
  });

  it("lets a reader leave early", () => {
    const small = createWorld({ seed: 3, deliveriesPerDay: 40 });
    for (const { sentAt } of small.eventsBetween(FROM, TO)) if (sentAt > FROM + HOUR) break;
    const fresh = createWorld({ seed: 3, deliveriesPerDay: 40 });
    expect(textOf(small.eventsBetween(FROM, FROM + DAY))).toEqual(
      textOf(fresh.eventsBetween(FROM, FROM + DAY)),
    );
  });

  it("stays small and imports nothing from elsewhere", () => {
    const files = readdirSync(FOLDER);
    const bytes = files.reduce((sum, name) => sum + statSync(new URL(name, FOLDER)).size, 0);
    expect(bytes).toBeLessThan(200_000);
    const imported = files.flatMap((name) =>
      [...readFileSync(new URL(name, FOLDER), "utf8").matchAll(/from "([^"]+)"/g)].map(
        ([, target]) => target,
      ),
    );
    expect(imported.filter((target) => !target?.startsWith("./"))).toEqual([]);
  });
});

const FAILURES = /^shipment\.(?:attempt_failed|pickup_failed|undeliverable|returned|lost|damaged)$/;

/** Deliveries ordered and told of within the week: by id, all of their events. */
const deliveries = [...Map.groupBy(week, ({ event }) => String(event["delivery_id"])).values()]
  .map((all) => all.map(({ event }) => event))
  .filter((all) => all.some(({ type }) => type === "order.created"));
const promiseOf = (all: readonly WorldEvent[]) => {
  const order = all.find(({ type }) => type === "order.created");
  return Date.parse((order?.["data"] as { promised_by?: string } | undefined)?.promised_by ?? "");
};
const isLate = (all: readonly WorldEvent[]) => {
  const delivered = all.find(({ type }) => type === "shipment.delivered");
  return delivered !== undefined && Date.parse(delivered.occurred_at) > promiseOf(all);
};

describe("failures of the sample world", () => {
  it("strike about one delivery in twelve", () => {
    const done = deliveries.filter((all) => promiseOf(all) < TO - DAY);
    const failed = done.filter((all) => isLate(all) || all.some(({ type }) => FAILURES.test(type)));
    expect(failed.length / done.length).toBeGreaterThan(0.06);
    expect(failed.length / done.length).toBeLessThan(0.12);
  });

  it("have a reason of the sender in about half of the failed attempts", () => {
    const attempts = week.filter(({ event }) => event.type === "shipment.attempt_failed");
    const given = attempts.filter(({ event }) => event["reason"] !== undefined);
    expect(given.length / attempts.length).toBeGreaterThan(0.45);
    expect(given.length / attempts.length).toBeLessThan(0.68);
  });

  it("leave the traces of a backlog in every week", () => {
    for (const days of [0, 1, 2, 3]) {
      const from = FROM + days * DAY - 7 * DAY;
      expect(world.planted(from, from + 7 * DAY).some(({ what }) => what.startsWith("backlog"))).toBe(true);
    }
    const told = deliveries.filter(
      (all) => isLate(all) && all.some(({ type }) => type === "warehouse.dispatch_delayed"),
    );
    expect(told.length).toBeGreaterThan(5);
    const full = week.filter(({ event }) => {
      const data = event["data"] as { backlog_orders?: number; capacity_orders_per_day: number } | undefined;
      return data?.backlog_orders !== undefined && data.backlog_orders > data.capacity_orders_per_day;
    });
    expect(full.length).toBeGreaterThan(5);
  });
});
