import { Worker } from "node:worker_threads";
import type { Fitted, ToFit } from "./fitAndCompare.ts";

export type { Fitted };

const THREAD = new URL("./fitThread.ts", import.meta.url);
/** A fit that needs more than this is given up: the process serves others as well. */
const MAX_HEAP_MB = 1_024;

/** Fits in a thread of its own, since it takes seconds of computing. Rejects when the thread fails. */
export function runFit(input: ToFit): Promise<Fitted> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(THREAD, {
      workerData: input,
      resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
    });
    thread.once("message", (fitted: Fitted) => resolve(fitted));
    thread.once("error", reject);
    thread.once("exit", (code) => reject(new Error(`the fit's thread ended (${code}) without a model`)));
  });
}
