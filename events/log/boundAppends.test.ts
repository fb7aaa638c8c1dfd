import { expect, test } from "vitest";
import { boundAppends } from "./boundAppends.ts";
import type { AppendOutcome, LogAppend } from "./port.ts";

const record = (key: string): LogAppend => ({ topic: "orders_raw", key, value: "{}" });
const of = (tenant: number, count: number) =>
  Array.from({ length: count }, (_, nth) => record(`${tenant}:${nth}`));

/** A log that takes what it is given when it is told to. */
function makeSlowLog() {
  const commits: (() => void)[] = [];
  let offset = 0;
  const append = boundAppends(
    (records) =>
      new Promise<readonly AppendOutcome[]>((resolve) => {
        commits.push(() => resolve(records.map(() => ({ ok: true, partition: 0, offset: offset++ }))));
      }),
    { total: 10, each: 4, sizeOf: () => 1 },
  );
  const commitAll = () => {
    for (const commit of commits.splice(0)) commit();
  };
  return { append, commitAll };
}
const taken = (outcomes: readonly AppendOutcome[]) => outcomes.map(({ ok }) => ok);

test("a tenant that has its share waiting is refused, others are not, until the log has taken it", async () => {
  const { append, commitAll } = makeSlowLog();
  const first = append(of(1, 5));
  const mixed = append([record("1:x"), record("2:x"), record("1:y"), record("2:y")]);
  commitAll();
  expect(taken(await first)).toEqual([true, true, true, true, true]);
  expect(await mixed).toEqual([
    { ok: false, reason: expect.stringContaining("tenant") },
    { ok: true, partition: 0, offset: 5 },
    { ok: false, reason: expect.stringContaining("tenant") },
    { ok: true, partition: 0, offset: 6 },
  ]);
  const after = append(of(1, 1));
  commitAll();
  expect(taken(await after)).toEqual([true]);
});

test("when all of it is taken everybody is refused", async () => {
  const { append, commitAll } = makeSlowLog();
  const waiting = [append(of(1, 4)), append(of(2, 4)), append(of(3, 4))];
  expect(await append(of(4, 1))).toEqual([{ ok: false, reason: "the event log is busy" }]);
  commitAll();
  await Promise.all(waiting);
  const after = append(of(4, 1));
  commitAll();
  expect(taken(await after)).toEqual([true]);
});

test("what the log fails to take makes room again", async () => {
  const append = boundAppends(() => Promise.reject(new Error("away")), {
    total: 1,
    each: 1,
    sizeOf: () => 1,
  });
  for (let n = 0; n < 3; n++) await expect(append(of(1, 2))).rejects.toThrow("away");
});
