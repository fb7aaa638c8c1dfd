import { getRequestListener } from "@hono/node-server";
import { Hono } from "hono";
import type { Config } from "../config.ts";
import type { Services } from "../services.ts";
import type { Role } from "./role.ts";
import { serve } from "./serve.ts";

export interface HealthRole extends Role {
  readonly url: string;
}

/** `/healthz` and `/readyz` of a process that has no API, for those who watch over processes. @throws PortTaken */
export async function startHealth(
  { host }: Pick<Config, "host">,
  port: number,
  { readiness, log }: Pick<Services, "readiness" | "log">,
): Promise<HealthRole> {
  const app = new Hono();
  app.get("/healthz", (c) => c.json({ status: "ok" }));
  app.get("/readyz", async (c) => {
    const report = await readiness.report();
    return c.json(report, report.ready ? 200 : 503);
  });
  return { name: "health", ...(await serve(getRequestListener(app.fetch), { host, port, log })) };
}
