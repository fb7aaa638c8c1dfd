import { expect, it } from "vitest";
import { waitFor } from "../../../tests/harness/waitFor.ts";
import { decodeEnvelope, EnvelopeTooNew } from "../envelope.ts";
import { type LogRecord, PARTITIONS, RAW_TOPICS, type Topic } from "../port.ts";
import { bodyOf, envelopeOf, type Kit, keyIn, record } from "./kit.ts";

/** Ranges: how they are cut, handled one after the other, and brought again. */
export function conformRanges(kit: Kit): void {
  const append = (topic: Topic, count: number) =>
    kit.log.append(Array.from({ length: count }, (_, i) => record(topic, 0, i)));

  it("handles a partition number one range after the other across topics, and other numbers meanwhile", async () => {
    const running = new Map<number, number>();
    let together = 0;
    const { promise: gate, resolve: release } = Promise.withResolvers<void>();
    const reader = await kit.tail(["orders_raw", "fleet_raw"], {
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
    await kit.log.append(
      topics.flatMap((topic) => [0, 1, 2, 3].map((partition) => record(topic, partition, topic))),
    );
    await waitFor(() => reader.records().length === 8);
    expect(together).toBe(PARTITIONS);
    await reader.subscription.close();
  });

  it("hands over what waits in the other topics of the lane together, no more than one range may hold", async () => {
    const handed: string[][] = [];
    const { promise: gate, resolve: release } = Promise.withResolvers<void>();
    let calls: string[] = [];
    const reader = await kit.tail(["orders_raw", "fleet_raw", "warehouse_raw", "bulk_raw"], {
      maxRecords: 5,
      together: () => RAW_TOPICS,
      slow: { topics: ["bulk_raw"], maxRecords: 2 },
      onRange: async ({ topic, records }) => {
        if (calls.push(`${topic} ${records.length}`) === 1)
          setImmediate(() => {
            handed.push(calls.sort());
            calls = [];
          });
        await gate;
        await new Promise((resolve) => setImmediate(resolve));
      },
    });
    await append("warehouse_raw", 1);
    await waitFor(() => handed.length === 1);
    await append("orders_raw", 2);
    await append("fleet_raw", 6);
    await append("bulk_raw", 1);
    await append("orders_raw", 2);
    release();
    await waitFor(() => handed.flat().length === 5);
    expect(handed).toEqual([
      ["warehouse_raw 1"],
      ["fleet_raw 1", "orders_raw 4"],
      ["fleet_raw 5"],
      ["bulk_raw 1"],
    ]);
    await reader.subscription.close();
  });

  it("takes what came later before the slow lane, which stands still for none of it", async () => {
    const handled: string[] = [];
    const { promise: gate, resolve: release } = Promise.withResolvers<void>();
    const reader = await kit.tail(["fleet_raw", "bulk_raw"], {
      maxRecords: 1,
      slow: { topics: ["bulk_raw"] },
      onRange: async ({ topic }) => {
        if (handled.push(topic) === 1) await gate;
      },
    });
    await append("fleet_raw", 1);
    await waitFor(() => handled.length === 1);
    await append("bulk_raw", 30);
    await append("fleet_raw", 10);
    release();
    await waitFor(() => handled.length === 41);
    expect(handled.lastIndexOf("fleet_raw")).toBeLessThan(handled.lastIndexOf("bulk_raw") - 3);
    expect(handled.indexOf("bulk_raw")).toBeLessThan(handled.lastIndexOf("fleet_raw"));
    await reader.subscription.close();
  });

  it("takes follow-ups before what has waited longer, in turn with the others, and lets them wait for nothing", async () => {
    const handled: string[] = [];
    const { promise: gate, resolve: release } = Promise.withResolvers<void>();
    const reader = await kit.tail(["deliveries_touched", "external_raw"], {
      maxRecords: 2,
      lingerMs: 60_000,
      followUps: ["external_raw"],
      onRange: async ({ topic, records }) => {
        handled.push(`${topic} ${records.length}`);
        if (handled.length === 1) await gate;
      },
    });
    await append("deliveries_touched", 2);
    await waitFor(() => handled.length === 1);
    await append("deliveries_touched", 4);
    await append("external_raw", 3);
    release();
    await waitFor(() => handled.length === 5);
    const [touched, detected] = ["deliveries_touched 2", "external_raw 2"];
    expect(handled).toEqual([touched, detected, touched, "external_raw 1", touched]);
    await reader.subscription.close();
  });

  it("brings the rest of a range again that was ended early, and nothing of it twice that was handled", async () => {
    const [end] = (await kit.log.endOffsets(["warehouse_raw"])).filter((each) => each.partition === 2);
    const seen: (readonly [number, number])[] = [];
    await kit.log.append(Array.from({ length: 9 }, (_, i) => record("warehouse_raw", 2, i)));
    const reader = await kit.tail(["warehouse_raw"], {
      maxRecords: 6,
      position: async (at) => (at.partition === 2 ? end?.offset : undefined),
      onRange: async ({ partition, first, last }, _lost, endAt) => {
        if (partition !== 2) return;
        seen.push([first - (end?.offset ?? 0), last - (end?.offset ?? 0)]);
        if (seen.length === 1) endAt?.(first + 1);
      },
    });
    await waitFor(() => seen.at(-1)?.[1] === 8);
    expect(seen).toEqual([
      [0, 5],
      [2, 7],
      [8, 8],
    ]);
    await reader.subscription.close();
  });

  it("hands over at most maxRecords, and ends a range where rangeEnd says", async () => {
    const [end] = (await kit.log.endOffsets(["results"])).filter((each) => each.partition === 1);
    const first = end?.offset ?? 0;
    await kit.log.append(Array.from({ length: 25 }, (_, i) => record("results", 1, i)));
    const reader = await kit.tail(["results"], {
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

  it("brings a range that failed again and again, with growing pauses, and touches nothing behind it", async () => {
    const pauses: number[] = [];
    let failures = 3;
    const reader = await kit.tail(["dead_letters"], {
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
    await kit.log.append(["good", "bad", "after"].map((body) => record("dead_letters", 0, body)));
    await waitFor(() => reader.records().length === 3);
    expect(reader.records().map(bodyOf)).toEqual(["good", "bad", "after"]);
    expect(pauses).toHaveLength(3);
    expect(pauses).toEqual([...new Set(pauses)].sort((a, b) => a - b));
    await reader.subscription.close();
  });

  it("stops a partition visibly at a record of a newer major envelope, while the others go on", async () => {
    const refused: unknown[] = [];
    const reader = await kit.tail(["external_raw"], {
      maxRecords: 1,
      onRange: async (range) => {
        for (const each of range.records) decodeEnvelope(each.value);
        reader.ranges.push(range);
      },
      onRetry: (range, error) => refused.push([range.partition, error]),
    });
    await kit.log.append([
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
}
