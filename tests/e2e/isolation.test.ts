import { afterAll, beforeAll, expect, test } from "vitest";
import type { Client } from "../harness/client.ts";
import { waitFor } from "../harness/waitFor.ts";
import { type Json, listAll, type Running, sendStored, startRunning } from "./support.ts";

interface Detail {
  readonly id: string;
  readonly analysis: {
    readonly evidence: readonly { readonly statement: string; readonly events: readonly Json[] }[];
  } | null;
}

/** The same ids everywhere; only the city tells whose it is. */
const CITIES = ["Aville", "Bburg", "Sandton"] as const;
type City = (typeof CITIES)[number];

let running: Running;
let worlds: ReadonlyMap<City, Client>;

beforeAll(async () => {
  running = await startRunning();
  const [a, b] = [await running.makeTenant("tenant-a"), await running.makeTenant("tenant-b")];
  worlds = new Map([
    ["Aville", a.live],
    ["Bburg", b.live],
    ["Sandton", a.sandbox],
  ]);
  await Promise.all([...worlds].map(([city, client]) => sendStored(client, eventsOf(city))));
});
afterAll(() => running.close());

/** Each has an event more that speaks of the same delivery: evidence of its own world alone. */
function eventsOf(city: City): readonly Json[] {
  const ago = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();
  const event = (id: string, type: string, hours: number, more: Json): Json => ({
    id,
    source: "s",
    type,
    occurred_at: ago(hours),
    city,
    ...more,
  });
  const refs = {
    delivery_id: "D-1",
    order_id: "O-1",
    client_id: "C-1",
    carrier_id: "X-1",
    warehouse_id: "W-1",
  };
  return [
    event("e-1", "order.created", 8, { ...refs, data: { promised_by: ago(-4) } }),
    event("e-2", "shipment.out_for_delivery", 3, refs),
    event("e-3", "shipment.attempt_failed", 1, { ...refs, reason: "recipient.absent" }),
    event(`own-${city}`, "warehouse.dispatch_delayed", 5, { ...refs, reason: "warehouse.capacity" }),
    event(`weather-${city}`, "context.weather", 2, {
      data: { condition: "storm", severity: 3, valid_until: ago(-1) },
    }),
    event(`load-${city}`, "warehouse.load", 6, {
      warehouse_id: "W-1",
      data: { backlog_orders: 900, capacity_orders_per_day: 100, staff_on_shift: 2 },
    }),
  ];
}

const analysed = (client: Client) =>
  waitFor(
    async () => {
      const [failure, ...more] = await listAll<{ id: string; analysis: unknown }>(
        client,
        "/v1/failures?kind=attempt_failed",
      );
      expect(more).toEqual([]);
      return failure?.analysis ? client.get<Detail>(`/v1/failures/${failure.id}`) : null;
    },
    { timeoutMs: 30_000 },
  );
const foreign = (city: City) => CITIES.filter((other) => other !== city);

test.each(CITIES)("%s sees its own alone, though all ids are the same", async (city) => {
  const client = worlds.get(city) as Client;
  const failure = await analysed(client);
  const answers = [
    failure,
    await listAll<Json>(client, "/v1/events"),
    await listAll<Json>(client, "/v1/deliveries"),
    await listAll<Json>(client, "/v1/failures"),
    await client.get<Json>("/v1/events/e-1?source=s"),
    await client.get<Json>("/v1/deliveries/D-1"),
  ];
  for (const answer of answers) {
    expect(JSON.stringify(answer)).toContain(city);
    for (const other of foreign(city)) expect(JSON.stringify(answer)).not.toContain(other);
  }
  expect(answers[1]).toHaveLength(eventsOf(city).length);
  expect(answers[2]).toHaveLength(1);
});

test.each(CITIES)("evidence of %s names events of its own alone", async (city) => {
  const client = worlds.get(city) as Client;
  const { analysis } = await analysed(client);
  const events = analysis?.evidence.flatMap((evidence) => evidence.events) ?? [];
  expect(events).toContainEqual({ source: "s", id: `own-${city}` });
  const known = new Set(eventsOf(city).map(({ id }) => id));
  expect(events.filter(({ id }) => !known.has(id))).toEqual([]);
});

test("no failure of one is there for another, and filters do not reach over", async () => {
  for (const [city, client] of worlds) {
    const { id } = await analysed(client);
    for (const other of foreign(city)) {
      const stranger = worlds.get(other) as Client;
      await expect(stranger.get(`/v1/failures/${id}`)).rejects.toThrow(/^404/);
      await expect(stranger.get(`/v1/events/own-${city}?source=s`)).rejects.toThrow(/^404/);
      for (const list of ["events", "deliveries", "failures"])
        expect(await listAll(stranger, `/v1/${list}?city=${city}`)).toEqual([]);
    }
  }
});

test("what one changes stays its own: the other two still have the failure", async () => {
  const retraction = {
    id: "e-4",
    source: "s",
    type: "event.retracted",
    occurred_at: new Date().toISOString(),
    corrects: "e-3",
  };
  const mine = worlds.get("Aville") as Client;
  await sendStored(mine, [retraction]);
  const statuses = (client: Client) =>
    listAll<{ status: string }>(client, "/v1/failures?kind=attempt_failed").then((all) =>
      all.map(({ status }) => status),
    );
  await waitFor(async () => (await statuses(mine))[0] === "withdrawn", { timeoutMs: 30_000 });
  expect(await statuses(worlds.get("Bburg") as Client)).toEqual(["open"]);
  expect(await statuses(worlds.get("Sandton") as Client)).toEqual(["open"]);
});
