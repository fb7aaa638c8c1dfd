import { expect, it } from "vitest";
import { waitFor } from "../../../tests/harness/waitFor.ts";
import { type EventLog, type LogRange, PARTITIONS } from "../port.ts";
import { bodyOf, fresh, type Kit, type LogHarness, record } from "./kit.ts";

/** Groups: committed offsets, sharing, hand-over. */
export function conformGroups(kit: Kit): void {
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
    await kit.log.append([1, 2, 3, 4].map((body) => record("failures_detected", 2, body)));
    const before = await kit.log.subscribe(options);
    await waitFor(() => seen.length === 4);
    await before.close();
    await kit.log.append([5, 6].map((body) => record("failures_detected", 2, body)));
    const behind = (await kit.log.lag(group, ["failures_detected"])).find((lag) => lag.partition === 2);
    expect((behind?.end ?? 0) - (behind?.committed ?? 0)).toBe(2);
    const after = await kit.log.subscribe(options);
    await waitFor(() => seen.length >= 6);
    await after.close();
    expect(seen).toEqual([1, 2, 3, 4, 5, 6]);
    expect((await kit.log.lag(group, ["failures_detected"])).every((lag) => lag.end === lag.committed)).toBe(
      true,
    );
  });

  it("shares the partitions among members, and hands over at once when one leaves", async () => {
    const { owners, open, close } = await team(kit.harness, fresh("share"));
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
    const victim = await kit.harness.open();
    const heir = await kit.harness.open();
    const [end] = (await kit.log.endOffsets(["customer_raw"])).filter((each) => each.partition === 3);
    await kit.log.append([record("customer_raw", 3, "precious")]);
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
