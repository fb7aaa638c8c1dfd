import { pino } from "pino";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { type Database, openDatabase } from "../../../tenancy/database.ts";
import { waitFor } from "../../../tests/harness/waitFor.ts";
import { keyIn } from "../conformance/kit.ts";
import { createPostgresLog } from "./createPostgresLog.ts";
import { makeFreshDatabase } from "./freshDatabase.ts";
import { createMembership } from "./membership.ts";
import { trimLog } from "./trimLog.ts";

let fresh: Awaited<ReturnType<typeof makeFreshDatabase>>;
let db: Database;

beforeAll(async () => {
  fresh = await makeFreshDatabase(inject("databaseUrl"));
  db = openDatabase({ url: fresh.url, poolSize: 4 });
});
afterAll(async () => {
  await db.close();
  await fresh.drop();
});

const member = (group: string, name: string, leaseMs: number) =>
  createMembership(db.systemSql, { group, member: name, leaseMs });
const at = (partition: number, offset: number) => ({ topic: "results" as const, partition, offset });

it("takes a partition from a member whose lease ran out, and refuses that member's commits from then on", async () => {
  const slow = member("fence", "a", 60);
  const { owned } = await slow.refresh();
  const epoch = owned.get(0) ?? 0;
  expect([...owned.keys()]).toEqual([0, 1, 2, 3]);
  expect(await slow.commit(at(0, 5), epoch)).toBe(true);
  const heir = member("fence", "b", 60_000);
  const taken = await waitFor(async () => {
    const now = await heir.refresh();
    return now.owned.has(0) && now;
  });
  expect(taken.owned.get(0)).toBeGreaterThan(epoch);
  expect(await slow.commit(at(0, 9), epoch)).toBe(false);
  expect(await heir.commit(at(0, 6), taken.owned.get(0) ?? 0)).toBe(true);
  expect((await slow.refresh()).owned.has(0)).toBe(false);
  const [row] =
    await db.systemSql`select next_offset from log_offsets where consumer_group = 'fence' and partition = 0`;
  expect(row?.["next_offset"]).toBe("6");
});

it("lets a partition go only when its owner released it", async () => {
  const first = member("release", "a", 60_000);
  const second = member("release", "b", 60_000);
  const { owned } = await first.refresh();
  expect((await second.refresh()).owned.size).toBe(0);
  const after = await first.refresh();
  expect([...after.due]).toEqual([0, 1]);
  expect([...after.owned.keys()]).toEqual([0, 1, 2, 3]);
  await first.release(2, owned.get(2) ?? 0);
  expect([...(await second.refresh()).owned.keys()]).toEqual([2]);
});

it("deletes what every group has read and is old, and nothing else", async () => {
  const log = createPostgresLog({ db, log: pino({ level: "silent" }) });
  const record = (value: string) => ({ topic: "dead_letters" as const, key: keyIn(1), value });
  const kept = async () =>
    (await db.systemSql`select first_offset from log_batches where topic = 'dead_letters'`).length;
  await log.append([record("1")]);
  await log.append([record("2")]);
  expect(await trimLog(db.systemSql, 0)).toBe(0);
  const seen: string[] = [];
  const read = (group: string) =>
    log.subscribe({
      group,
      topics: ["dead_letters"],
      maxRecords: 10,
      onRange: async (range) => {
        seen.push(...range.records.map(({ offset, value }) => `${group}:${offset}:${value}`));
      },
    });
  const subscription = await read("trim-a");
  const done = async (group: string, end: number) =>
    (await log.lag(group, ["dead_letters"])).some((lag) => lag.partition === 1 && lag.committed === end);
  await waitFor(() => done("trim-a", 2));
  expect(await trimLog(db.systemSql)).toBe(0);
  expect(await trimLog(db.systemSql, 0)).toBe(2);
  await log.append([record("3")]);
  const late = await read("trim-b");
  await waitFor(() => done("trim-b", 3));
  expect(seen).toEqual(expect.arrayContaining(["trim-a:0:1", "trim-a:1:2", "trim-b:2:3"]));
  expect(await kept()).toBe(1);
  await Promise.all([subscription.close(), late.close()]);
  await log.close();
});
