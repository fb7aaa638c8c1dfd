import { parentPort, workerData } from "node:worker_threads";
import { fitAndCompare } from "./fitAndCompare.ts";

parentPort?.postMessage(fitAndCompare(workerData));
