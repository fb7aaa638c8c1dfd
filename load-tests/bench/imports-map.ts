// How fast rows are read and mapped, by the second of processor time (other work on the machine does not count):
// node load-tests/bench/imports-map.ts [megabytes]
import { Readable } from "node:stream";
import { compileMapping } from "../../events/imports/map/compileMapping.ts";
import { findPreset } from "../../events/imports/presets/presets.ts";
import { readRows } from "../../events/imports/rows/readRows.ts";
import type { Row } from "../../events/imports/rows/row.ts";
import { validateEvent } from "../../events/validate/validateEvent.ts";

const megabytes = Number(process.argv[2] ?? 100);
const preset = findPreset("dfras-case");
const file = preset && compileMapping(preset.mapping).fileFor("orders.csv");
if (!preset || !file) throw new Error("the preset has no rule for orders");
const columns = preset.files.find(({ name }) => name === "orders.csv")?.columns ?? [];
const policy = { hints: true, sources: null, now: Date.now() };

const STATUSES = ["Delivered", "Failed", "Returned", "Pending", "In-Transit"];
const two = (number: number) => String(number).padStart(2, "0");

/** An order like any other; every second address has a line break. */
function orderLine(n: number): string {
  const at = (days: number) =>
    `2025-${two((n % 9) + 1)}-${two((n % 20) + 1 + days)} ${two(n % 24)}:${two(n % 60)}:${two((n * 7) % 60)}`;
  const status = STATUSES[n % 5] ?? "";
  const address = n % 2 ? `"Flat ${n}\nRose Garden"` : `"Flat ${n}, Rose Garden"`;
  return [
    n,
    n % 500,
    "Some Body",
    `+9180${10_000_000 + n}`,
    address,
    "Long Road",
    "Pune",
    "Maharashtra",
    100_000 + (n % 800_000),
    at(0),
    at(3),
    status === "Delivered" ? at(4) : "",
    status,
    n % 3 ? "COD" : "Prepaid",
    (n % 5_000) + 0.5,
    status === "Failed" ? "Stockout" : "",
    at(1),
  ].join(",");
}

function* table(): Generator<Buffer> {
  yield Buffer.from(`${columns.join(",")}\n`);
  let n = 0;
  for (let given = 0; given < megabytes * 1e6; ) {
    const lines: string[] = [];
    for (let line = 0; line < 320; line++) lines.push(`${orderLine(n++)}\n`);
    const chunk = Buffer.from(lines.join(""));
    given += chunk.length;
    yield chunk;
  }
}

async function measure(name: string, perRow: (row: Row) => void): Promise<void> {
  const chunks = [...table()];
  const bytes = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  const rss = process.memoryUsage.rss();
  const before = process.cpuUsage();
  let rows = 0;
  for await (const row of readRows(Readable.from(chunks), { format: "csv", onColumns: file?.check })) {
    perRow(row);
    rows += 1;
  }
  const { user, system } = process.cpuUsage(before);
  const seconds = (user + system) / 1e6;
  const grown = (process.memoryUsage.rss() - rss) / 1e6;
  console.log(
    `${name}: ${rows} rows, ${(bytes / 1e6 / seconds).toFixed(1)} MB/s, ${Math.round(rows / seconds)} rows/s, memory ${grown.toFixed(0)} MB more`,
  );
}

let events = 0;
await measure("read", () => undefined);
await measure("read + map", (row) => {
  events += file.map(row).length;
});
console.log(`${events} events`);
await measure("read + map + validate", (row) => {
  for (const { json } of file.map(row)) if (!validateEvent(json, policy).ok) throw new Error("refused");
});
