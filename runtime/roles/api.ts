import { getRequestListener } from "@hono/node-server";
import { createApp } from "../../api/app.ts";
import type { ApiDeps } from "../../api/env.ts";
import type { Config } from "../config.ts";
import type { Services } from "../services.ts";
import type { Role } from "./role.ts";
import { serve } from "./serve.ts";

export interface ApiRole extends Role {
  /** Where it is reached from this machine. */
  readonly url: string;
}

const DEMO_PORTS = 100;

/** Serves the API on `config.port`. @throws PortTaken */
export async function startApi(config: Config, services: Services): Promise<ApiRole> {
  const deps: ApiDeps = {
    ...services,
    readiness: services.readiness.report,
    egress: services.egressPolicy,
    prepare: services.warehouse.prepare,
  };
  const { host, port, demo } = config;
  const lastPort = demo && port > 0 ? port + DEMO_PORTS : port;
  const handle = getRequestListener(createApp(deps).fetch);
  return { name: "api", ...(await serve(handle, { host, port, lastPort, log: services.log })) };
}
