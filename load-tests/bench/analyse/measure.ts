import { parentPort, workerData } from "node:worker_threads";
import { analyse } from "../../../analysis/attribute/analyse.ts";
import { weighCauses } from "../../../analysis/attribute/posterior.ts";
import type { FitCase } from "../../../analysis/fit/types.ts";
import type { AttributionModel } from "../../../analysis/model/types.ts";

export interface Work {
  readonly work: "weigh" | "analyse";
  readonly cases: readonly FitCase[];
  readonly model: AttributionModel;
  readonly rounds: number;
}

export interface Told {
  readonly done: number;
  readonly ms: number;
  /** Milliseconds of the core that this thread used: what is left where others load the machine. */
  readonly cpuMs: number;
}

/** Analyses the failures once to warm up, then so many times by the clock. */
function measure({ work, cases, model, rounds }: Work): Told {
  const run = () => {
    for (const { failure, correlation } of cases)
      if (work === "weigh") weighCauses(failure, correlation, model);
      else analyse(failure, correlation, model, { final: true });
  };
  run();
  const [started, used] = [performance.now(), process.threadCpuUsage()];
  for (let round = 0; round < rounds; round++) run();
  const { user, system } = process.threadCpuUsage(used);
  return { done: cases.length * rounds, ms: performance.now() - started, cpuMs: (user + system) / 1000 };
}

parentPort?.postMessage(measure(workerData as Work));
