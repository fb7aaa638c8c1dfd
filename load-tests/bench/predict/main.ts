/**
 * Has the product explain a folder of events in the form of `planted`, from its first event to its last model, and
 * writes what it says: `npm run bench:attribution -- <folder> --out <folder> [--no-reasons] [--no-words]
 * [--no-feedback] [--cold] [--without <source>]`. Prints the marks beside truth where the folder has it; `compare.ts`
 * puts the marks of several runs side by side.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createClient, createTenant } from "../../../tests/harness/client.ts";
import { OPERATOR_KEY, type Product } from "../../../tests/harness/product.ts";
import { drawReliability, reliabilityOf } from "../reliability.ts";
import { withProduct } from "../withProduct.ts";
import { collect, type Prediction } from "./collect.ts";
import { feed } from "./feed.ts";
import { nameOf, type PredictOptions, readOptions } from "./options.ts";
import { pairsOf, statedOf } from "./pairs.ts";
import { type Folder, readFolder } from "./readFolder.ts";
import { confusion, score } from "./score.ts";
import { fitNow, settle } from "./settle.ts";
import { writePredictions } from "./writePredictions.ts";

const DAY = 86_400_000;
const say = (text: string) => console.log(text);

await main(readOptions(process.argv.slice(2)));

async function main(options: PredictOptions): Promise<void> {
  const started = Date.now();
  const folder = readFolder(options);
  say(`${nameOf(options)}: ${folder.events.length} events, ${folder.confirmed.length} confirmed causes`);
  await withProduct(async (product) => {
    const predictions = await predict(product, folder, options);
    writePredictions(options.out, predictions);
    say(`${predictions.length} predictions in ${options.out}, ${seconds(started)} s in all`);
    if (folder.truth) report(folder, predictions, options);
  });
}

async function predict(
  product: Product,
  folder: Folder,
  options: PredictOptions,
): Promise<readonly Prediction[]> {
  const operator = createClient(product.api, OPERATOR_KEY);
  const created = await createTenant(product.api, "bench");
  const client = createClient(product.api, created.test_api_key.secret);
  const fed = await feed(client, folder, say);
  say(
    `fed in ${fed.seconds.toFixed(0)} s; ${fed.confirmed} causes confirmed, ${fed.unknown} of unknown failures`,
  );
  const begun = Date.now();
  await settle(operator);
  const last = folder.events.at(-1)?.at ?? 0;
  await client.post("/v1/test-clock/advance", { to: new Date(last + 20 * DAY).toISOString() });
  await settle(operator);
  say(`settled ${seconds(begun)} s later`);
  if (!options.cold) {
    const at = Date.now();
    for (const model of await fitNow(client, operator)) {
      const { metrics: before, standard_error: error, version = "nothing" } = model.compared_with ?? {};
      say(
        `  ${model.version} ${model.status}: log loss ${model.metrics?.log_loss ?? "-"} on ${model.metrics?.confirmed ?? 0} ` +
          `held out, ${version} ${before?.log_loss ?? "-"}, standard error ${error ?? "-"}; ${JSON.stringify(model.trained_on)}`,
      );
    }
    say(`fitted and explained anew in ${seconds(at)} s`);
  }
  return collect(client, folder.until);
}

/** Prints the marks, the confusion by family and the calibration; keeps the marks, and draws the calibration. */
function report(folder: Folder, predictions: readonly Prediction[], options: PredictOptions): void {
  const truth = folder.truth ?? [];
  const name = nameOf(options);
  const marks = rounded(score(truth, predictions, folder.until));
  console.table(marks);
  say("by family, first failures: rows true, columns told");
  console.table(confusion(truth, predictions));
  const first = pairsOf(truth, predictions).filter((pair) => pair.truth.first);
  const bins = reliabilityOf(statedOf(first));
  say("stated confidence against the share that was right, first failures");
  console.table(bins.map(rounded));
  writeFileSync(join(options.out, "marks.json"), `${JSON.stringify({ variant: name, marks }, null, 2)}\n`);
  const title = `Stated confidence against the share that was right, first failures: ${name}`;
  writeFileSync(join(options.out, "calibration.svg"), drawReliability(bins, title));
}

function rounded<Row extends object>(row: Row): Readonly<Record<string, number>> {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, Math.round(Number(value) * 1_000) / 1_000]),
  );
}

function seconds(since: number): string {
  return ((Date.now() - since) / 1_000).toFixed(0);
}
