import { afterAll, beforeAll, expect, it } from "vitest";
import { storedRanges } from "../../drizzle/schema/ledger.ts";
import type { LogRange } from "../../events/log/port.ts";
import { withSystem } from "../../tenancy/database.ts";
import { makePipeline, type TestPipeline } from "../testing/makePipeline.ts";
import { assertSameLog } from "./assertSameLog.ts";
import { openRanges } from "./openRanges.ts";
import { newStoreState } from "./state.ts";

let pipeline: TestPipeline;
beforeAll(async () => {
  pipeline = await makePipeline();
});
afterAll(() => pipeline.close());

const at = { topic: "external_raw", partition: 2 } as const;
const remember = (lastOffset: number, openedAt: Date) =>
  withSystem(pipeline.deps.db, "store: open range", (tx) =>
    tx.insert(storedRanges).values({ ...at, firstOffset: 0, lastOffset, openedAt }),
  );

it("does not take a new log's records for those that it stored from another", async () => {
  const { deps } = pipeline;
  await assertSameLog(deps, at);
  await remember(40, new Date("2026-01-01"));
  await expect(assertSameLog(deps, at)).rejects.toThrow("another event log");
  const record = { ...at, offset: 0, key: "7:x", value: "{}", appendedAt: Date.now() };
  const range: LogRange = { ...at, first: 0, last: 0, records: [record] };
  await expect(openRanges(deps).run(newStoreState([range]))).rejects.toThrow("another event log");
});
