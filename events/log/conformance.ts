import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { waitFor } from "../../tests/harness/waitFor.ts";
import { decodeEnvelope, EnvelopeTooNew, encodeEnvelope } from "./envelope.ts";
import { partitionOf } from "./partition.ts";
import {
  type EventLog,
  type LogAppend,
  type LogRange,
  type LogRecord,
  PARTITIONS,
  type Topic,
} from "./port.ts";

/** A log of its own for the suite, that several "processes" can open. */
export interface LogHarness {
  /** Opens the log as another process would. `kill` makes that process die without a word. */
  open(): Promise<{ readonly log: EventLog; kill(): Promise<void> }>;
  close(): Promise<void>;
}

let made = 0;
const fresh = (name: string) => `${name}-${made++}`;

/** A key of the partition. */
export function keyIn(partition: number, nth = 0): string {
  for (let i = 0, found = 0; ; i++)
    if (partitionOf(`7:${i}`) === partition && found++ === nth) return `7:${i}`;
}

export function envelopeOf(body: unknown, v?: string): string {
  const text = encodeEnvelope({
    tenant_key: 7,
    batch_id: "bat_1",
    request_id: "req_1",
    traceparent: null,
    received_at: "2026-01-01T00:00:00.000Z",
    schema_version: "1.0",
    content_hash: "",
    body,
  });
  return v === undefined ? text : text.replace('"v":"1.0"', `"v":"${v}"`);
}

export const record = (topic: Topic, partition: number, body: unknown): LogAppend => ({
  topic,
  key: keyIn(partition),
  value: envelopeOf(body),
});

const bodyOf = (each: LogRecord) => decodeEnvelope<unknown>(each.value).body;
const place = (range: LogRange) => `${range.topic}:${range.partition}`;

/** What every event log must do, whatever it is made of. */
export function eventLogConformance(name: string, make: () => Promise<LogHarness>): void {
  describe(name, () => {
    let harness: LogHarness;
    let log: EventLog;
    beforeAll(async () => {
      harness = await make();
      log = (await harness.open()).log;
    });
    afterAll(async () => {
      await log.close();
      await harness.close();
    });

    /** Appends and collects, beginning at the present end of the log. */
    async function tail(
      topics: readonly Topic[],
      more: Partial<Parameters<EventLog["subscribe"]>[0]> = {},
      at = log,
    ) {
      const start = new Map(
        (await log.endOffsets(topics)).map((end) => [`${end.topic}:${end.partition}`, end.offset]),
      );
      const ranges: LogRange[] = [];
      const subscription = await at.subscribe({
        group: fresh("tail"),
        topics,
        maxRecords: 100,
        position: async (each) => start.get(`${each.topic}:${each.partition}`),
        onRange: async (range) => {
          ranges.push(range);
        },
        ...more,
      });
      const records = () => ranges.flatMap((range) => range.records);
      return { ranges, records, subscription };
    }

    it("gives each record its place and reads them back in order", async () => {
      const reader = await tail(["orders_raw"]);
      const appends = Array.from({ length: 40 }, (_, i) => ({
        topic: "orders_raw" as const,
        key: keyIn(i % PARTITIONS, i),
        value: envelopeOf({ i, text: 'é€😀 \\ " \u2028' }),
      }));
      const outcomes = await log.append(appends);
      await waitFor(() => reader.records().length === 40);
      outcomes.forEach((outcome, i) => {
        expect(outcome).toMatchObject({ ok: true, partition: i % PARTITIONS });
        const found = reader
          .records()
          .find(
            (each) => outcome.ok && each.partition === outcome.partition && each.offset === outcome.offset,
          );
        expect(found).toMatchObject({ topic: "orders_raw", key: appends[i]?.key, value: appends[i]?.value });
        expect(Math.abs(Date.now() - (found?.appendedAt ?? 0))).toBeLessThan(60_000);
      });
      for (const range of reader.ranges) {
        expect(range.records.map((each) => each.offset)).toEqual(
          Array.from({ length: range.last - range.first + 1 }, (_, i) => range.first + i),
        );
        expect(
          range.records.every((each) => each.partition === range.partition && each.topic === range.topic),
        ).toBe(true);
      }
      await reader.subscription.close();
    });

    it("takes nothing for an empty append and refuses a value that is no single line, alone", async () => {
      expect(await log.append([])).toEqual([]);
      const outcomes = await log.append([
        record("orders_raw", 0, 1),
        { topic: "orders_raw", key: keyIn(0), value: "{\n}" },
        record("orders_raw", 0, 2),
      ]);
      expect(outcomes.map((outcome) => outcome.ok)).toEqual([true, false, true]);
    });

    it("shows a tailing reader every record of 20 concurrent writers once, with no gap", async () => {
      const others = await Promise.all([harness.open(), harness.open()]);
      const writers = [log, ...others.map((other) => other.log)];
      const topics: readonly Topic[] = ["orders_raw", "fleet_raw", "warehouse_raw"];
      const reader = await tail(topics);
      const sent: string[] = [];
      await Promise.all(
        Array.from({ length: 20 }, async (_, writer) => {
          for (let round = 0; round < 15; round++) {
            const bodies = Array.from(
              { length: 1 + ((writer * 7 + round) % 9) },
              (_, i) => `${writer}.${round}.${i}`,
            );
            const outcomes = await writers[writer % writers.length]?.append(
              bodies.map((body, i) =>
                record(topics[(writer + i) % 3] ?? "orders_raw", (round + i) % PARTITIONS, body),
              ),
            );
            expect(outcomes?.every((outcome) => outcome.ok)).toBe(true);
            sent.push(...bodies);
          }
        }),
      );
      await waitFor(() => reader.records().length >= sent.length, { timeoutMs: 30_000 });
      expect(reader.records().map(bodyOf).sort()).toEqual(sent.sort());
      const next = new Map<string, number>();
      for (const range of reader.ranges) {
        expect(range.first).toBe(next.get(place(range)) ?? range.first);
        next.set(place(range), range.last + 1);
      }
      await reader.subscription.close();
      await Promise.all(others.map((other) => other.log.close()));
    });

    it("handles a partition number one range after the other across topics, and other numbers meanwhile", async () => {
      const running = new Map<number, number>();
      let together = 0;
      let release = () => {};
      const gate = new Promise<void>((resolve) => {
        release = resolve;
      });
      const reader = await tail(["orders_raw", "fleet_raw"], {
        onRange: async (range) => {
          const busy = (running.get(range.partition) ?? 0) + 1;
          running.set(range.partition, busy);
          expect(busy).toBe(1);
          together = Math.max(
            together,
            [...running.values()].reduce((sum, each) => sum + each, 0),
          );
          if (together === PARTITIONS) release();
          await gate;
          reader.ranges.push(range);
          running.set(range.partition, 0);
        },
      });
      const topics: readonly Topic[] = ["orders_raw", "fleet_raw"];
      await log.append(
        topics.flatMap((topic) => [0, 1, 2, 3].map((partition) => record(topic, partition, topic))),
      );
      await waitFor(() => reader.records().length === 8);
      expect(together).toBe(PARTITIONS);
      await reader.subscription.close();
    });

    it("hands over at most maxRecords, and ends a range where rangeEnd says", async () => {
      const [end] = (await log.endOffsets(["results"])).filter((each) => each.partition === 1);
      const first = end?.offset ?? 0;
      await log.append(Array.from({ length: 25 }, (_, i) => record("results", 1, i)));
      const reader = await tail(["results"], {
        maxRecords: 10,
        position: async (at) => (at.partition === 1 ? first : undefined),
        rangeEnd: async (at, from) => {
          if (at.partition !== 1) return undefined;
          if (from === first) return first + 2;
          return from === first + 3 ? first + 20 : undefined;
        },
      });
      await waitFor(() => reader.records().length === 25);
      expect(reader.ranges.map((range) => [range.first - first, range.last - first])).toEqual([
        [0, 2],
        [3, 20],
        [21, 24],
      ]);
      expect(reader.records().map(bodyOf)).toEqual(Array.from({ length: 25 }, (_, i) => i));
      await reader.subscription.close();
    });

    it("goes on at the committed offset after a restart, and tells the lag", async () => {
      const group = fresh("restart");
      const seen: unknown[] = [];
      const options = {
        group,
        topics: ["failures_detected"] as const,
        maxRecords: 3,
        onRange: async (range: LogRange) => {
          seen.push(...range.records.map(bodyOf));
        },
      };
      await log.append([1, 2, 3, 4].map((body) => record("failures_detected", 2, body)));
      const before = await log.subscribe(options);
      await waitFor(() => seen.length === 4);
      await before.close();
      await log.append([5, 6].map((body) => record("failures_detected", 2, body)));
      const behind = (await log.lag(group, ["failures_detected"])).find((lag) => lag.partition === 2);
      expect((behind?.end ?? 0) - (behind?.committed ?? 0)).toBe(2);
      const after = await log.subscribe(options);
      await waitFor(() => seen.length >= 6);
      await after.close();
      expect(seen).toEqual([1, 2, 3, 4, 5, 6]);
      expect((await log.lag(group, ["failures_detected"])).every((lag) => lag.end === lag.committed)).toBe(
        true,
      );
    });

    it("brings a range that failed again and again, with growing pauses, and touches nothing behind it", async () => {
      const pauses: number[] = [];
      let failures = 3;
      const reader = await tail(["dead_letters"], {
        maxRecords: 1,
        onRange: async (range) => {
          if (bodyOf(range.records[0] as LogRecord) === "bad" && failures-- > 0) throw new Error("not yet");
          reader.ranges.push(range);
        },
        onRetry: (range, error, pauseMs) => {
          expect(bodyOf(range.records[0] as LogRecord)).toBe("bad");
          expect(error).toEqual(new Error("not yet"));
          pauses.push(pauseMs);
        },
      });
      await log.append(["good", "bad", "after"].map((body) => record("dead_letters", 0, body)));
      await waitFor(() => reader.records().length === 3);
      expect(reader.records().map(bodyOf)).toEqual(["good", "bad", "after"]);
      expect(pauses).toHaveLength(3);
      expect(pauses).toEqual([...new Set(pauses)].sort((a, b) => a - b));
      await reader.subscription.close();
    });

    it("stops a partition visibly at a record of a newer major envelope, while the others go on", async () => {
      const refused: unknown[] = [];
      const reader = await tail(["external_raw"], {
        maxRecords: 1,
        onRange: async (range) => {
          for (const each of range.records) decodeEnvelope(each.value);
          reader.ranges.push(range);
        },
        onRetry: (range, error) => refused.push([range.partition, error]),
      });
      await log.append([
        { topic: "external_raw", key: keyIn(0), value: envelopeOf("new", "1.9") },
        { topic: "external_raw", key: keyIn(0), value: envelopeOf("newer", "2.0") },
        record("external_raw", 0, "behind"),
        record("external_raw", 1, "elsewhere"),
      ]);
      await waitFor(() => refused.length >= 2 && reader.records().length === 2);
      expect(refused[0]).toEqual([0, expect.any(EnvelopeTooNew)]);
      expect(reader.records().map(bodyOf).sort()).toEqual(["elsewhere", "new"]);
      await reader.subscription.close();
    });

    it("shares the partitions among members, and hands over at once when one leaves", async () => {
      const { owners, open, close } = await team(harness, fresh("share"));
      await open("a");
      await waitFor(() => owners().length === PARTITIONS);
      await open("b");
      await waitFor(() => owners().join() === "a,a,b,b" || owners().join() === "b,b,a,a");
      await close("a");
      await waitFor(() => owners().join() === "b,b,b,b");
      await close("b");
    });

    it("hands over when a member dies in the middle of a range, which then comes again to the next", async () => {
      const group = fresh("die");
      const victim = await harness.open();
      const heir = await harness.open();
      const [end] = (await log.endOffsets(["customer_raw"])).filter((each) => each.partition === 3);
      await log.append([record("customer_raw", 3, "precious")]);
      let taken = false;
      const seen: unknown[] = [];
      const position = async () => undefined;
      const common = { group, topics: ["customer_raw"] as const, maxRecords: 10, position };
      await victim.log.subscribe({
        ...common,
        onRange: (range) => {
          taken ||= range.partition === 3;
          return new Promise(() => {});
        },
      });
      await waitFor(() => taken);
      await victim.kill();
      const next = await heir.log.subscribe({
        ...common,
        onRange: async (range) => {
          seen.push(
            ...range.records
              .filter((each) => each.partition === 3 && each.offset >= (end?.offset ?? 0))
              .map(bodyOf),
          );
        },
      });
      await waitFor(() => seen.length > 0, { timeoutMs: 30_000 });
      expect(seen).toEqual(["precious"]);
      expect(next.assigned()).toContain(3);
      await next.close();
      await heir.log.close();
    });
  });
}

/** Members of one group by name, each in a process of its own. */
async function team(harness: LogHarness, group: string) {
  const members = new Map<string, { readonly log: EventLog; readonly assigned: () => readonly number[] }>();
  return {
    owners: () => {
      const owned = [...members].flatMap(([name, member]) =>
        member.assigned().map((partition) => [partition, name] as const),
      );
      return owned.sort((a, b) => a[0] - b[0]).map(([, name]) => name);
    },
    async open(name: string) {
      const { log } = await harness.open();
      const subscription = await log.subscribe({
        group,
        topics: ["customer_raw"],
        maxRecords: 10,
        onRange: async () => {},
      });
      members.set(name, { log, assigned: () => subscription.assigned() });
    },
    async close(name: string) {
      const member = members.get(name);
      members.delete(name);
      await member?.log.close();
    },
  };
}
