import { createServer, type Server } from "node:http";
import { getRequestListener } from "@hono/node-server";
import type { Logger } from "pino";
import { createApp } from "../../api/app.ts";
import type { ApiDeps } from "../../api/env.ts";
import type { Config } from "../config.ts";
import type { Services } from "../services.ts";
import type { Role } from "./role.ts";

export interface ApiRole extends Role {
  /** Where it is reached from this machine. */
  readonly url: string;
}

/** Thrown when the port is taken. */
export class PortTaken extends Error {
  override readonly name = "PortTaken";
}

const DRAIN_MS = 10_000;
/** Bodies have limits of their own (api/http): a file may take hours to come. */
const TIMEOUTS = { keepAliveTimeout: 65_000, requestTimeout: 0, headersTimeout: 15_000 };
const DEMO_PORTS = 100;

/** Serves the API on `config.port`. @throws PortTaken */
export async function startApi(config: Config, services: Services): Promise<ApiRole> {
  const deps: ApiDeps = { ...services, egress: services.egressPolicy, prepare: services.warehouse.prepare };
  const server = createServer(TIMEOUTS, getRequestListener(createApp(deps).fetch));
  const port = await listen(server, config, services.log);
  return {
    name: "api",
    url: `http://${reachedBy(config.host)}:${port}`,
    close: () => drain(server, services.log),
  };
}

async function listen(server: Server, config: Config, log: Logger): Promise<number> {
  const last = config.demo && config.port > 0 ? config.port + DEMO_PORTS : config.port;
  for (let port = config.port; port <= last; port++) {
    if (await tryListen(server, port, config.host)) {
      if (port !== config.port && config.port > 0)
        log.warn({ taken: config.port, port }, "PORT is taken; using the next free one");
      const address = server.address();
      return typeof address === "object" && address ? address.port : port;
    }
  }
  throw new PortTaken(
    `PORT ${config.port} is taken by another program: set PORT to a free one, or to 0 for any`,
  );
}

/** The address in a URL by which this machine reaches what listens on `host`. */
function reachedBy(host: string): string {
  if (host === "0.0.0.0" || host === "::") return "127.0.0.1";
  return host.includes(":") ? `[${host}]` : host;
}

function tryListen(server: Server, port: number, host: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException) => {
      server.off("listening", succeed);
      if (error.code === "EADDRINUSE") resolve(false);
      else reject(error);
    };
    const succeed = () => {
      server.off("error", fail);
      resolve(true);
    };
    server.once("error", fail);
    server.once("listening", succeed);
    server.listen(port, host);
  });
}

/** Lets the requests in hand finish; those that take too long are cut. */
async function drain(server: Server, log: Logger): Promise<void> {
  const cut = setTimeout(() => {
    log.warn("requests still open after the time to drain are cut");
    server.closeAllConnections();
  }, DRAIN_MS);
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
  clearTimeout(cut);
}
