import { startImports } from "../../pipeline/imports/startImports.ts";
import { startPipeline } from "../../pipeline/run.ts";
import type { Services } from "../services.ts";
import type { Role } from "./role.ts";

/** Runs this process's share of the pipeline, and of the imports that feed it. */
export async function startWorker(services: Services): Promise<Role> {
  const deps = { ...services, now: Date.now };
  const pipeline = await startPipeline(deps);
  const imports = await startImports(deps);
  return {
    name: "worker",
    close: async () => {
      await imports.close();
      await pipeline.close();
    },
  };
}
