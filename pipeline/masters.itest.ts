import { afterAll, beforeAll, expect, it } from "vitest";
import { type LogRange, RAW_TOPICS } from "../events/log/port.ts";
import type { Scope } from "../tenancy/scopes.ts";
import { waitFor } from "../tests/harness/waitFor.ts";
import { openNames } from "../warehouse/entities/openNames.ts";
import { getEntity } from "../warehouse/queries/entities.ts";
import type { DimKind } from "../warehouse/tables.ts";
import { loadMasters } from "./analyse/loadMasters.ts";
import type { Case } from "./analyse/state.ts";
import { runStage } from "./stage.ts";
import { findRangeEnd } from "./store/openRanges.ts";
import { newStoreState } from "./store/state.ts";
import { storeStage } from "./store/storeStage.ts";
import { makePipeline, type TestPipeline } from "./testing/makePipeline.ts";

let pipeline: TestPipeline;
let stop = async () => {};

beforeAll(async () => {
  pipeline = await makePipeline();
  const { deps } = pipeline;
  const stage = storeStage(deps);
  const storeTwice = async (range: LogRange) => {
    // As after a crash just before the range was closed: what was written is written again.
    await runStage({ ...stage, steps: stage.steps.slice(0, -1) }, newStoreState([range]), deps.log);
    await runStage(stage, newStoreState([range]), deps.log);
  };
  const subscription = await deps.eventLog.subscribe({
    group: "store",
    topics: RAW_TOPICS,
    maxRecords: 100,
    rangeEnd: (at, first) => findRangeEnd(deps.db, at, first),
    onRange: storeTwice,
  });
  stop = () => subscription.close();
});
afterAll(async () => {
  await stop();
  await pipeline.close();
});

type Sent = Parameters<TestPipeline["send"]>[1];

/** An entity's master data on a day of November. */
const updateOf = (kind: DimKind, id: string, entity: string, day: number, more: Sent): Sent => ({
  id,
  source: "hr",
  type: `${kind}.updated`,
  occurred_at: `2026-11-${String(day).padStart(2, "0")}T08:00:00Z`,
  [`${kind}_id`]: entity,
  ...more,
});
const update = (id: string, driver: string, day: number, name: string, more: Sent = {}) =>
  updateOf("driver", id, driver, day, { data: { name }, ...more });
const retract = (id: string, corrects: string): Sent => ({
  id,
  source: "hr",
  type: "event.retracted",
  occurred_at: "2026-11-19T08:00:00Z",
  corrects,
});

/** One batch after another, each stored before the next is sent. */
async function send(...events: Sent[]): Promise<void> {
  for (const event of events) await sendTogether([event]);
}

async function sendTogether(events: readonly Sent[]): Promise<void> {
  const { ctx } = pipeline.tenant;
  const batch = await pipeline.send(ctx, ...events);
  await waitFor(async () => (await pipeline.batch(ctx, batch)).state === "settled", { timeoutMs: 60_000 });
}

/** `name from-to`, days of November, oldest first. */
async function versionsOf(id: string, kind: DimKind = "driver"): Promise<string[]> {
  const reader = pipeline.deps.warehouse.forTenant(pipeline.tenant.tenant);
  const found = await getEntity(reader, { kind, id }, { at: Date.now(), orFirst: true });
  const dayOf = (time: string | null) => (time === null ? "" : String(Number(time.slice(8, 10))));
  return (found?.versions ?? [])
    .map((row) => `${row.name} ${dayOf(row.valid_from)}-${dayOf(row.valid_to)}`)
    .toReversed();
}

interface Told {
  readonly events: readonly Sent[];
  /** What stands of each driver. */
  readonly stands: Readonly<Record<string, readonly string[]>>;
}

/** `p` makes ids and drivers of its own for each order of arrival. */
const CASES: Readonly<Record<string, (p: string) => Told>> = {
  "versions by when they happened": (p) => ({
    events: [
      update(`${p}1`, p, 1, "A"),
      update(`${p}2`, p, 5, "B"),
      update(`${p}3`, p, 3, "A"),
      update(`${p}4`, p, 7, "A"),
    ],
    stands: { [p]: ["A 1-5", "B 5-7", "A 7-"] },
  }),
  "a correction in its target's place": (p) => ({
    events: [
      update(`${p}1`, p, 1, "A"),
      update(`${p}2`, p, 5, "B"),
      update(`${p}3`, p, 4, "C", { corrects: `${p}2` }),
    ],
    stands: { [p]: ["A 1-4", "C 4-"] },
  }),
  "a retraction": (p) => ({
    events: [update(`${p}1`, p, 1, "A"), update(`${p}2`, p, 5, "B"), retract(`${p}3`, `${p}2`)],
    stands: { [p]: ["A 1-"] },
  }),
  "a retraction of all there is": (p) => ({
    events: [update(`${p}1`, p, 1, "A"), retract(`${p}2`, `${p}1`)],
    stands: { [p]: [] },
  }),
  "a chain up to its last link": (p) => ({
    events: [
      update(`${p}1`, p, 1, "A"),
      update(`${p}2`, p, 1, "B", { corrects: `${p}1` }),
      update(`${p}3`, p, 1, "C", { corrects: `${p}2` }),
      update(`${p}4`, p, 1, "D", { corrects: `${p}3` }),
    ],
    stands: { [p]: ["D 1-"] },
  }),
  "a retracted correction, which leaves its target": (p) => ({
    events: [
      update(`${p}1`, p, 1, "A"),
      update(`${p}2`, p, 1, "B", { corrects: `${p}1` }),
      retract(`${p}3`, `${p}2`),
    ],
    stands: { [p]: ["A 1-"] },
  }),
  "a retracted retraction": (p) => ({
    events: [update(`${p}1`, p, 1, "A"), retract(`${p}2`, `${p}1`), retract(`${p}3`, `${p}2`)],
    stands: { [p]: ["A 1-"] },
  }),
  "a correction that moves it to another entity": (p) => ({
    events: [
      update(`${p}1`, p, 1, "A"),
      update(`${p}2`, p, 2, "B"),
      update(`${p}3`, `${p}other`, 2, "B", { corrects: `${p}2` }),
    ],
    stands: { [p]: ["A 1-"], [`${p}other`]: ["B 2-"] },
  }),
  "a correction whose target never came": (p) => ({
    events: [update(`${p}1`, p, 1, "A", { corrects: `${p}0` })],
    stands: { [p]: ["A 1-"] },
  }),
};

const ORDERS: Readonly<Record<string, (all: readonly Sent[]) => Sent[]>> = {
  "as it happened": (all) => [...all],
  "the last first": (all) => all.toReversed(),
  "from the second on, and then the first": (all) => [...all.slice(1), ...all.slice(0, 1)],
};

it.each(Object.entries(ORDERS))("keeps what stands, arriving %s", async (order, arrange) => {
  const tried = Object.entries(CASES).map(async ([name, make], n) => {
    const { events, stands } = make(`DR-${n}-${Object.keys(ORDERS).indexOf(order)}-`);
    await send(...arrange(events));
    for (const [driver, versions] of Object.entries(stands))
      expect(await versionsOf(driver), name).toEqual(versions);
  });
  await Promise.all(tried);
});

it("keeps what stands, arriving all at once", async () => {
  const told = Object.values(CASES).map((make, n) => make(`DR-${n}-x-`));
  await sendTogether(told.flatMap(({ events }) => events));
  for (const { stands } of told)
    for (const [driver, versions] of Object.entries(stands))
      expect(await versionsOf(driver), driver).toEqual(versions);
});

it("moves master data from one kind to another", async () => {
  await send(
    update("k-1", "DR-k", 1, "A"),
    updateOf("carrier", "k-2", "X-k", 1, { data: { name: "A" }, corrects: "k-1" }),
  );
  expect(await versionsOf("DR-k")).toEqual([]);
  expect(await versionsOf("X-k", "carrier")).toEqual(["A 1-"]);
});

it("takes a retraction of an event that belongs to a delivery too", async () => {
  await send(update("l-1", "DR-l", 1, "A", { delivery_id: "D-l" }), retract("l-2", "l-1"));
  expect(await versionsOf("DR-l")).toEqual([]);
});

it("leaves the other sources' events of the same id alone", async () => {
  await send(
    update("s-1", "DR-s", 1, "A"),
    update("s-1", "DR-s", 2, "B", { source: "tms" }),
    retract("s-2", "s-1"),
  );
  expect(await versionsOf("DR-s")).toEqual(["B 2-"]);
});

/** The driver's data with personal members at every depth, and what of it may be seen. */
const PERSONAL = {
  name: "Gopal Rao",
  shift: "night",
  phone: "secret-1",
  notes: "secret-2",
  guardian: { relation: "brother", email: "secret-3", address: "secret-4" },
  licences: [{ class: "LMV", remarks: "secret-5" }],
  address: { line1: "secret-6", city: "Pune" },
};
const OPEN = {
  shift: "night",
  guardian: { relation: "brother" },
  licences: [{ class: "LMV" }],
  address: { city: "Pune" },
};

it("keeps nothing personal in clear, at whatever depth it was sent", async () => {
  await send(
    update("n-1", "DR-n", 1, "", { data: PERSONAL }),
    updateOf("customer", "n-2", "U-n", 1, { data: PERSONAL }),
  );
  const { tenant, ctx } = pipeline.tenant;
  const reader = pipeline.deps.warehouse.forTenant(tenant);
  const read = async (kind: DimKind, id: string) =>
    (await getEntity(reader, { kind, id }, { at: Date.now(), orFirst: true }))?.versions ?? [];
  const [driver, customer] = [await read("driver", "DR-n"), await read("customer", "U-n")];
  expect(JSON.stringify([driver, customer])).not.toContain("secret");
  expect(driver).toMatchObject([{ name: "Gopal Rao", personal: "" }]);
  expect(customer).toMatchObject([{ name: "", personal: expect.stringMatching(/^p1\./) }]);
  for (const [version] of [driver, customer]) expect(JSON.parse(version?.attributes ?? "")).toEqual(OPEN);
  const names = (scopes: readonly Scope[]) =>
    openNames({ ...ctx, scopes: new Set(scopes) }, pipeline.deps.keyring, customer);
  expect([...(await names(["personal:read"])).values()]).toEqual(["Gopal Rao"]);
  expect([...(await names(["entities:read"]))]).toEqual([]);
});

it("hands analysis the version in force when it failed", async () => {
  const customer = (id: string, day: number, data: object) => updateOf("customer", id, "U-1", day, { data });
  await send(
    customer("u-1", 1, { name: "Asha", phone: "+91 98", segment: "a" }),
    customer("u-2", 5, { name: "Asha K", segment: "b" }),
    customer("u-3", 7, { name: "Asha K", segment: "wrong" }),
    retract("u-4", "u-3"),
  );
  const reader = pipeline.deps.warehouse.forTenants([pipeline.tenant.tenant]);
  const at = (day: number) =>
    ({
      detected: { tenant: pipeline.tenant.tenant },
      failure: { refs: { customer_id: "U-1" }, occurredAt: Date.UTC(2026, 10, day) },
    }) as unknown as Case;
  const cases = [at(4), at(6), at(8), at(1)];
  const masters = await loadMasters(reader, { cases });
  expect(cases.map((one) => masters(one).customer?.["segment"])).toEqual(["a", "b", "b", "a"]);
  expect(JSON.stringify(cases.map(masters))).not.toMatch(/Asha|98/);
});
