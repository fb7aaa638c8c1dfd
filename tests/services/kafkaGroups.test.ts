import { setTimeout as pause } from "node:timers/promises";
import { pino } from "pino";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { bodyOf, fresh, record } from "../../events/log/conformance/kit.ts";
import { createKafkaLog, type KafkaLog } from "../../events/log/kafka/createKafkaLog.ts";
import { makeFreshPrefix } from "../../events/log/kafka/freshPrefix.ts";
import { PARTITIONS } from "../../events/log/port.ts";
import { waitFor } from "../harness/waitFor.ts";

const brokers = inject("kafkaBrokers");
const { prefix, drop } = makeFreshPrefix(brokers);
const log = pino({ level: process.env["LOG_LEVEL"] ?? "silent" }, pino.destination(2));
const open = () => createKafkaLog({ brokers, log, prefix });
let writer: KafkaLog;

beforeAll(async () => {
  writer = open();
  await writer.endOffsets(["results"]);
});
afterAll(async () => {
  await writer.close();
  await drop();
});

/** A member of the group in a process of its own; `handled` is told of each body when its range has been handled. */
async function join(group: string, handled: (body: unknown, partition: number) => void) {
  const own = open();
  const subscription = await own.subscribe({
    group,
    topics: ["fleet_raw"],
    maxRecords: 5,
    onRange: async (range) => {
      for (const each of range.records) handled(bodyOf(each), range.partition);
    },
  });
  return { log: own, assigned: () => subscription.assigned() };
}

/** Appends to all partitions, over and over, until told to stop; answers how many of each. */
const APPEND_EVERY_MS = 20;

function keepAppending() {
  let running = true;
  const done = (async () => {
    let round = 0;
    for (; running; round++) {
      await writer.append(
        Array.from({ length: PARTITIONS }, (_, partition) =>
          record("fleet_raw", partition, `${partition}.${round}`),
        ),
      );
      // Not faster than ranges of five can be handled: what piles up would be waited for at the end.
      await pause(APPEND_EVERY_MS);
    }
    return round;
  })();
  return {
    stop() {
      running = false;
      return done;
    },
  };
}

/** The longest time between two records of one partition number. */
function watchPauses() {
  const last = new Map<number, number>();
  let longest = 0;
  return {
    saw(partition: number) {
      const now = performance.now();
      longest = Math.max(longest, now - (last.get(partition) ?? now));
      last.set(partition, now);
    },
    longest: () => Math.round(longest),
  };
}

it("hands over when members come and go, with every record handled once", async () => {
  const group = fresh("come-and-go");
  const pauses = watchPauses();
  const seen: unknown[] = [];
  const handled = (body: unknown, partition: number) => {
    pauses.saw(partition);
    seen.push(body);
  };
  const first = await join(group, handled);
  await waitFor(() => first.assigned().length === PARTITIONS);
  const appending = keepAppending();
  await waitFor(() => seen.length > 20);
  const second = await join(group, handled);
  await waitFor(() => first.assigned().length === 2 && second.assigned().length === 2);
  await second.log.close();
  await waitFor(() => first.assigned().length === PARTITIONS);
  const rounds = await appending.stop();
  await waitFor(() => seen.length >= rounds * PARTITIONS, { timeoutMs: 120_000 });
  expect(new Set(seen).size).toBe(rounds * PARTITIONS);
  expect(seen.length).toBe(rounds * PARTITIONS);
  console.log(`a member came and one left: longest pause of a partition ${pauses.longest()} ms`);
  await first.log.close();
});

it("goes on with the partitions of a member that was killed", async () => {
  const group = fresh("killed");
  const pauses = watchPauses();
  const seen = new Set<unknown>();
  const handled = (body: unknown, partition: number) => {
    pauses.saw(partition);
    seen.add(body);
  };
  const heir = await join(group, handled);
  const victim = await join(group, handled);
  await waitFor(() => heir.assigned().length === 2 && victim.assigned().length === 2, { timeoutMs: 20_000 });
  const before = await writer.endOffsets(["fleet_raw"]);
  const appending = keepAppending();
  await waitFor(() => seen.size > 20);
  const killedAt = performance.now();
  victim.log.cut();
  await waitFor(() => heir.assigned().length === PARTITIONS, { timeoutMs: 30_000 });
  const tookOver = Math.round(performance.now() - killedAt);
  const rounds = await appending.stop();
  const total = before.reduce((sum, { offset }) => sum + offset, 0) + rounds * PARTITIONS;
  const isDone = async () =>
    (await heir.log.lag(group, ["fleet_raw"])).every(({ end, committed }) => end === committed);
  await waitFor(isDone, { timeoutMs: 120_000 });
  expect(total).toBe((await writer.endOffsets(["fleet_raw"])).reduce((sum, { offset }) => sum + offset, 0));
  const sent = Array.from(
    { length: rounds * PARTITIONS },
    (_, n) => `${n % PARTITIONS}.${Math.floor(n / PARTITIONS)}`,
  );
  expect(sent.filter((body) => !seen.has(body))).toEqual([]);
  console.log(`a member was killed: taken over after ${tookOver} ms, longest pause ${pauses.longest()} ms`);
  await heir.log.close();
});

it("keeps a member whose range takes longer than a session", async () => {
  const group = fresh("slow");
  const [end] = await writer.endOffsets(["customer_raw"]);
  await writer.append([record("customer_raw", end?.partition ?? 0, "slow")]);
  let times = 0;
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const startedAt = performance.now();
  const subscription = await writer.subscribe({
    group,
    topics: ["customer_raw"],
    maxRecords: 5,
    onRange: async () => {
      times++;
      await released;
    },
  });
  await waitFor(() => performance.now() - startedAt > 9_000 && times > 0, { timeoutMs: 30_000 });
  release();
  const isDone = async () =>
    (await writer.lag(group, ["customer_raw"])).every((lag) => lag.end === lag.committed);
  await waitFor(isDone);
  expect(times).toBe(1);
  await subscription.close();
});
