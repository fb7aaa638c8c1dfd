/**
 * Uploads and imports a CSV of one GB through the whole product, embedded stores and all: rates and memory.
 * Most of a row is a long remark, so that one GB is about 50,000 rows: the pipeline behind takes thousands of events a
 * second, not hundreds of thousands. Usage: node load-tests/bench/imports.ts [--mb 1000] [--note 20000]
 */
import { parseArgs } from "node:util";
import { createTenant } from "../../tests/harness/client.ts";
import { newHome, startProduct } from "../../tests/harness/product.ts";
import { importBulk } from "../verify/bulkImport.ts";

const MAX_GROWTH = 200;
const { values } = parseArgs({ options: { mb: { type: "string" }, note: { type: "string" } } });
const file = { bytes: Number(values.mb ?? 1_000) * 1e6, noteBytes: Number(values.note ?? 20_000) };
const { home, remove } = await newHome();
const product = await startProduct({ home });
try {
  const { api_key } = await createTenant(product.api, "bulk");
  const figures = await importBulk(product, api_key.secret, file);
  const { rows, bytes, ended, before, peak } = figures;
  const rate = (seconds: number) => `${Math.round(rows / seconds)} rows/s (${seconds.toFixed(1)} s)`;
  console.log(`${rows} rows, ${(bytes / 1e6).toFixed(0)} MB: ${ended.state} ${JSON.stringify(ended.counts)}`);
  console.log(`up: ${(bytes / 1e6 / figures.uploadSeconds).toFixed(0)} MB/s`);
  console.log(`mapped and accepted: ${rate(figures.readSeconds)}`);
  console.log(`until stored and folded: ${rate(figures.storedSeconds)}`);
  console.log(
    `memory of the process: ${before} MiB before, ${figures.peakOfUpload} MiB during the upload, ${peak} MiB at most, + ${peak - before} MiB`,
  );
  const good = ended.state === "finished" && ended.counts.stored === rows && peak - before <= MAX_GROWTH;
  process.exitCode = good ? 0 : 1;
} finally {
  await product.stop();
  await remove();
}
