import { Readable } from "node:stream";
import { expect, it } from "vitest";
import { readRows } from "./readRows.ts";

const MB = 1_000_000;

/** Rows of some 4 kB with quotes and line breaks, `bytes` of them in all. */
function* table(bytes: number): Generator<Buffer> {
  yield Buffer.from("id,address,note\n");
  const chunk = Buffer.from(`1,"12 ""Rose"" Street\n${"x".repeat(2_000)}",${"y".repeat(2_000)}\n`.repeat(16));
  for (let given = 0; given < bytes; given += chunk.length) yield Buffer.from(chunk);
}

it("reads 300 MB in the memory of a few rows", async () => {
  const before = process.memoryUsage.rss();
  let highest = before;
  let rows = 0;
  for await (const row of readRows(Readable.from(table(300 * MB)), { format: "csv" })) {
    if (row.error !== undefined) expect.fail(row.error.detail);
    rows += 1;
    if (rows % 1_000 === 0) highest = Math.max(highest, process.memoryUsage.rss());
  }
  expect(rows).toBeGreaterThan(70_000);
  expect((highest - before) / MB).toBeLessThan(100);
});
