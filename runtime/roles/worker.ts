import { startPipeline } from "../../pipeline/run.ts";
import type { Services } from "../services.ts";
import type { Role } from "./role.ts";

/** Runs this process's share of the pipeline. */
export async function startWorker(services: Services): Promise<Role> {
  const pipeline = await startPipeline({ ...services, now: Date.now });
  return { name: "worker", close: () => pipeline.close() };
}
