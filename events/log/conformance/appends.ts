import { expect, it } from "vitest";
import { waitFor } from "../../../tests/harness/waitFor.ts";
import { PARTITIONS, type Topic } from "../port.ts";
import { bodyOf, envelopeOf, type Kit, keyIn, place, record } from "./kit.ts";

/** Appending: places, order, and that no reader skips. */
export function conformAppends(kit: Kit): void {
  it("gives each record its place and reads them back in order", async () => {
    const reader = await kit.tail(["orders_raw"]);
    const appends = Array.from({ length: 40 }, (_, i) => ({
      topic: "orders_raw" as const,
      key: keyIn(i % PARTITIONS, i),
      value: envelopeOf({ i, text: 'é€😀 \\ " \u2028' }),
    }));
    const outcomes = await kit.log.append(appends);
    await waitFor(() => reader.records().length === 40);
    outcomes.forEach((outcome, i) => {
      expect(outcome).toMatchObject({ ok: true, partition: i % PARTITIONS });
      const found = reader
        .records()
        .find((each) => outcome.ok && each.partition === outcome.partition && each.offset === outcome.offset);
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
    expect(await kit.log.append([])).toEqual([]);
    const outcomes = await kit.log.append([
      record("orders_raw", 0, 1),
      { topic: "orders_raw", key: keyIn(0), value: "{\n}" },
      record("orders_raw", 0, 2),
    ]);
    expect(outcomes.map((outcome) => outcome.ok)).toEqual([true, false, true]);
  });

  it("shows a tailing reader every record of 20 concurrent writers once, with no gap", async () => {
    const others = await Promise.all([kit.harness.open(), kit.harness.open()]);
    const writers = [kit.log, ...others.map((other) => other.log)];
    const topics: readonly Topic[] = ["orders_raw", "fleet_raw", "warehouse_raw"];
    const reader = await kit.tail(topics);
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
}
