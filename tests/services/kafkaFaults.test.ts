import { pino } from "pino";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { bodyOf, fresh, record } from "../../events/log/conformance/kit.ts";
import { createKafkaLog, type KafkaLog } from "../../events/log/kafka/createKafkaLog.ts";
import { makeFreshPrefix } from "../../events/log/kafka/freshPrefix.ts";
import type { AppendOutcome, EventLog, LogAppend } from "../../events/log/port.ts";
import { type KafkaProxy, startKafkaProxy } from "../harness/kafkaProxy.ts";
import { waitFor } from "../harness/waitFor.ts";

const brokers = inject("kafkaBrokers");
const { prefix, drop } = makeFreshPrefix(brokers);
const said: string[] = [];
const log = pino({ level: "debug" }, { write: (line: string) => said.push(line) });
let proxy: KafkaProxy;
let throughProxy: KafkaLog;
let direct: KafkaLog;

beforeAll(async () => {
  proxy = await startKafkaProxy(brokers[0] ?? "");
  throughProxy = createKafkaLog({ brokers, log, prefix, via: proxy });
  direct = createKafkaLog({ brokers, log, prefix });
  await direct.endOffsets(["results"]);
});
afterAll(async () => {
  await Promise.all([throughProxy.close(), direct.close()]);
  await proxy.close();
  await drop();
});

const stored = (outcomes: readonly AppendOutcome[]) => outcomes.filter((outcome) => outcome.ok).length;
const some = (name: string, count: number): LogAppend[] =>
  Array.from({ length: count }, (_, i) =>
    record(i % 2 === 0 ? "results" : "dead_letters", i % 4, `${name}.${i}`),
  );
const names = (name: string, count: number) => Array.from({ length: count }, (_, i) => `${name}.${i}`).sort();

/** All bodies in the two topics, from the beginning, in any order. */
async function readAll(from: EventLog, count: () => number): Promise<unknown[]> {
  const bodies: unknown[] = [];
  const reader = await from.subscribe({
    group: fresh("all"),
    topics: ["results", "dead_letters"],
    maxRecords: 1_000,
    onRange: async (range) => {
      bodies.push(...range.records.map(bodyOf));
    },
  });
  await waitFor(() => bodies.length >= count(), { timeoutMs: 20_000 });
  await reader.close();
  return bodies;
}

async function countStored(): Promise<number> {
  const ends = await direct.endOffsets(["results", "dead_letters"]);
  return ends.reduce((sum, { offset }) => sum + offset, 0);
}

it("writes each record once when the answer to a send is lost and it is sent again", async () => {
  await throughProxy.append([record("results", 0, "before")]);
  proxy.loseAnswers(1);
  const lostBefore = proxy.lost();
  const outcomes = await throughProxy.append(some("retried", 60));
  expect(proxy.lost()).toBe(lostBefore + 1);
  expect(stored(outcomes)).toBe(60);
  const total = await countStored();
  expect(total).toBe(61);
  const bodies = await readAll(direct, () => total);
  expect(bodies.sort()).toEqual([...names("retried", 60), "before"].sort());
});

it("answers that records were not taken when it cannot know, and takes others after them whole", async () => {
  proxy.loseAnswers(1_000);
  const unknown = await throughProxy.append(some("unknown", 8));
  expect(stored(unknown)).toBe(0);
  proxy.loseAnswers(0);
  const after = await throughProxy.append(some("after", 8));
  expect(stored(after)).toBe(8);
  const total = await countStored();
  const bodies = await readAll(direct, () => total);
  const of = (name: string) => bodies.filter((body) => String(body).startsWith(`${name}.`)).sort();
  expect(of("after")).toEqual(names("after", 8));
  expect(of("unknown")).toEqual([...new Set(of("unknown"))]);
});

it("waits for a broker that is away, says so, and goes on where it was", async () => {
  const seen: unknown[] = [];
  const reader = await throughProxy.subscribe({
    group: fresh("away"),
    topics: ["orders_raw"],
    maxRecords: 10,
    onRange: async (range) => {
      seen.push(...range.records.map(bodyOf));
    },
  });
  await throughProxy.append([record("orders_raw", 1, "one")]);
  await waitFor(() => seen.length === 1, { timeoutMs: 20_000 });
  proxy.down();
  expect(stored(await throughProxy.append([record("orders_raw", 1, "refused")]))).toBe(0);
  expect(stored(await direct.append([record("orders_raw", 1, "two")]))).toBe(1);
  const isTold = () => said.some((line) => line.includes("left the group") && line.includes('"level":40'));
  await waitFor(isTold, { timeoutMs: 30_000 });
  proxy.up();
  await waitFor(() => seen.length >= 2, { timeoutMs: 30_000 });
  await waitFor(async () => stored(await throughProxy.append([record("orders_raw", 1, "three")])) === 1);
  await waitFor(() => seen.includes("three"), { timeoutMs: 20_000 });
  expect([...new Set(seen)]).toEqual(["one", "two", "three"]);
  await reader.close();
});
