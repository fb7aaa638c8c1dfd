// Imports a table of orders by a mapping of its columns, and says what became of it:  npx node examples/import-csv.ts
import { openAsBlob, readFileSync } from "node:fs";
import process from "node:process";
import { connect } from "./connect.ts";

const say = (line: string) => process.stdout.write(`${line}\n`);
const here = new URL("./", import.meta.url);
const client = connect();

// What is open is judged by the time that the file speaks of: say another one for a file of your own.
const { id } = await client.imports.create({
  mapping: JSON.parse(readFileSync(new URL("orders.mapping.json", here), "utf8")),
  as_of: "2026-11-20T12:00:00+01:00",
});
await client.imports.upload(id, "orders.csv", await openAsBlob(new URL("orders.csv", here)));
await client.imports.start(id);
const { state, counts, problem } = await client.imports.waitUntilFinished(id);
say(`${id} ${state} ${JSON.stringify(counts)}`);
if (problem) {
  say(`${problem.code}: ${problem.detail}`);
  process.exit(1);
}

say("\nrows with something wrong (what else they tell is kept):");
for await (const { file, row, errors } of client.imports.listErrors(id))
  say(`${file} row ${row}: ${errors?.map(({ pointer, detail }) => `${pointer} ${detail}`).join("; ")}`);

say("\nfailures found in the file:");
// By its own days and country too.
const since = { from: "2026-11-16T00:00:00Z", country: "DE" } as const;
for await (const { delivery_id, kind, occurred_at, analysis } of client.failures.list(since)) {
  const cause = analysis ? (analysis.primary?.cause ?? "not determined") : "not analysed yet";
  if (delivery_id.startsWith("R-")) say(`${delivery_id} ${kind} at ${occurred_at}: ${cause}`);
}
