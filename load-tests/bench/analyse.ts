import { Worker } from "node:worker_threads";
import { correlate } from "../../analysis/correlate/correlate.ts";
import { fitModel } from "../../analysis/fit/fitModel.ts";
import { expertModel } from "../../analysis/model/expert.ts";
import type { Told, Work } from "./analyse/measure.ts";
import { loadCorpus } from "./attributionCorpus.ts";

const ROUNDS = 2;
const MARK = 2_000;

/** How many failures of a folder in the form of `planted` are analysed in a second, on one core and on two. */
async function main(folder: string | undefined): Promise<void> {
  if (!folder) throw new Error("usage: analyse.ts <folder in the form of planted>");
  const { cases, norms, exposures } = loadCorpus(folder);
  const correlated = cases.map(({ failure, around, confirmed }) => ({
    ...{ failure, confirmed },
    correlation: correlate(failure, around),
  }));
  const model = fitModel({ version: "bench", prior: expertModel(), cases: correlated, exposures, norms });
  const rows: Record<string, object> = {};
  for (const work of ["weigh", "analyse"] as const)
    for (const threads of [1, 2]) {
      const share = (thread: number) => correlated.filter((_, i) => i % threads === thread);
      const told = await Promise.all(
        Array.from({ length: threads }, (_, thread) =>
          measure({ work, cases: share(thread), model, rounds: ROUNDS }),
        ),
      );
      const sumOf = (rate: (each: Told) => number) =>
        Math.round(told.reduce((sum, each) => sum + rate(each), 0));
      rows[`${NAMES[work]}, ${threads} thread${threads > 1 ? "s" : ""}`] = {
        "failures/s by the clock": sumOf(({ done, ms }) => (done / ms) * 1000),
        "failures/s of the cores used": sumOf(({ done, cpuMs }) => (done / cpuMs) * 1000),
        mark: work === "analyse" && threads === 2 ? MARK : "",
      };
    }
  console.table(rows);
}

const NAMES = { weigh: "baseline: ranks the causes only", analyse: "answer in full" } as const;

function measure(work: Work): Promise<Told> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./analyse/measure.ts", import.meta.url), { workerData: work });
    worker.once("message", resolve);
    worker.once("error", reject);
  });
}

if (import.meta.main) await main(process.argv[2]);
