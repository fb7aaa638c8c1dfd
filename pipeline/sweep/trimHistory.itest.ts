import { afterAll, beforeAll, expect, it } from "vitest";
import { storedRanges } from "../../drizzle/schema/ledger.ts";
import { withSystem } from "../../tenancy/database.ts";
import { makePipeline, type TestPipeline } from "../testing/makePipeline.ts";
import { trimHistory } from "./trimHistory.ts";

let pipeline: TestPipeline;
beforeAll(async () => {
  pipeline = await makePipeline();
});
afterAll(() => pipeline.close());

it("deletes closed ranges of more than a week ago, and no open one", async () => {
  const long = new Date(Date.now() - 8 * 86_400_000);
  const range = (firstOffset: number, more: object) => ({
    topic: "orders_raw",
    partition: 0,
    firstOffset,
    lastOffset: firstOffset,
    ...more,
  });
  const read = () =>
    withSystem(pipeline.deps.db, "test", (tx) =>
      tx.select({ first: storedRanges.firstOffset }).from(storedRanges),
    );
  await withSystem(pipeline.deps.db, "test", (tx) =>
    tx
      .insert(storedRanges)
      .values([
        range(0, { state: "done", doneAt: long }),
        range(1, { state: "open", openedAt: long }),
        range(2, { state: "done", doneAt: new Date() }),
      ]),
  );
  await trimHistory(pipeline.deps);
  expect((await read()).map(({ first }) => first).toSorted()).toEqual([1, 2]);
});
