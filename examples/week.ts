// The week's failures by cause, and the latest of the most frequent one in full:  npx node examples/week.ts
import process from "node:process";
import { connect } from "./connect.ts";
import { explainFailure } from "./demo/say/explainFailure.ts";
import { countCauses, topCauses } from "./demo/say/topCauses.ts";

const look = { isTerminal: process.stdout.isTTY === true, columns: process.stdout.columns || 100 };
const client = connect();

const causes: (string | null)[] = [];
for await (const failure of client.failures.list({ from: "-7d", status: "open" }))
  causes.push(failure.analysis?.primary?.cause ?? null);
const counted = countCauses(causes);
process.stdout.write(topCauses(look, counted));

const most = counted.find(({ cause }) => cause !== "not determined");
if (most) {
  const { data } = await client.failures.list({ cause: most.cause, status: "open", limit: 1 });
  for (const { id } of data) process.stdout.write(explainFailure(look, await client.failures.retrieve(id)));
}
