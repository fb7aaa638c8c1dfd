import { startImports } from "../../pipeline/imports/startImports.ts";
import { startJobs } from "../../pipeline/jobs/startJobs.ts";
import { startPipeline } from "../../pipeline/run.ts";
import type { Services } from "../services.ts";
import type { Role } from "./role.ts";

/** Runs this process's share of the pipeline, of the imports that feed it, and of scheduled jobs. */
export async function startWorker(services: Services): Promise<Role> {
  const deps = { ...services, now: Date.now };
  const pipeline = await startPipeline(deps);
  const imports = await startImports(deps);
  const jobs = await startJobs(deps, services.databaseUrl);
  return {
    name: "worker",
    close: async () => {
      await Promise.all([jobs.close(), imports.close()]);
      await pipeline.close();
    },
  };
}
