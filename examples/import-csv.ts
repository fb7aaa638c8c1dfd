// Imports a table of orders by a mapping of its columns, and says what became of it:  npx node examples/import-csv.ts
import { createReadStream, readFileSync } from "node:fs";
import process from "node:process";
import { connect } from "./connect.ts";

const here = new URL("./", import.meta.url);
const client = connect();

// What is open is judged by the time that the file speaks of.
const { id } = await client.imports.create({
  mapping: JSON.parse(readFileSync(new URL("orders.mapping.json", here), "utf8")),
  as_of: "2026-11-20T12:00:00+01:00",
});
await client.imports.putFile(id, "orders.csv", createReadStream(new URL("orders.csv", here)));
await client.imports.start(id);
const done = await client.imports.waitUntilFinished(id);
process.stdout.write(`${JSON.stringify(done, null, 2)}\n`);

const errors = await client.imports.listErrors(id);
process.stdout.write(`rows that could not be read:\n${await errors.text()}`);
for await (const { delivery_id, kind, occurred_at, analysis } of client.failures.list({
  from: "2026-11-16T00:00:00Z",
}))
  if (delivery_id.startsWith("R-"))
    process.stdout.write(
      `${delivery_id} ${kind} ${occurred_at} ${analysis?.primary?.cause ?? "not determined"}\n`,
    );
