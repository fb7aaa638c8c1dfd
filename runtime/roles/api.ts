import { createServer, type Server } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { createApp } from "../../api/app.ts";
import { ConfigError } from "../config.ts";
import type { Services } from "../services.ts";

export interface Api {
  readonly url: string;
  /** Takes no new connection, finishes the requests in hand. */
  close(): Promise<void>;
}

const HOST = "127.0.0.1";
const PORTS_TO_TRY = 50;
const DRAIN_MS = 10_000;

/** Serves the API on the configured port; a taken one is an error, save in the demo, which takes the next free one. */
export async function startApi(services: Services): Promise<Api> {
  const app = createApp({ ...services, prepare: (tenant) => services.warehouse.prepare(tenant) });
  const server = createServer(getRequestListener(app.fetch));
  server.requestTimeout = 60_000;
  server.headersTimeout = 15_000;
  const port = await listen(server, services);
  return { url: `http://${HOST}:${port}`, close: () => drain(server) };
}

async function listen(server: Server, { config }: Services): Promise<number> {
  const last = config.demo && config.port !== 0 ? config.port + PORTS_TO_TRY : config.port;
  for (let port = config.port; ; port += 1) {
    try {
      return await listenOn(server, port);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE") throw error;
      if (port >= last) {
        throw new ConfigError(`PORT ${config.port} is taken by another program: set PORT to a free port, or to 0 for any`);
      }
    }
  }
}

function listenOn(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, HOST, () => {
      server.off("error", reject);
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });
}

function drain(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const force = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
    server.close(() => {
      clearTimeout(force);
      resolve();
    });
    server.closeIdleConnections();
  });
}
