import { createServer, type RequestListener, type Server, type ServerResponse } from "node:http";
import type { Logger } from "pino";
import { refuseBadRequests } from "./refuseBadRequests.ts";

export interface ServeOptions {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  /** The last port to try when those before are taken; `port` itself unless told. */
  readonly lastPort?: number;
  readonly log: Logger;
  /** Connections at a time; 10,000 unless told. More are closed at once. */
  readonly maxConnections?: number;
  /** How long the headers of a request may take to come; 15 s unless told. */
  readonly headersTimeoutMs?: number;
}

/** A server that is listening. */
export interface Served {
  /** Where it is reached from this machine. */
  readonly url: string;
  /** Takes what still comes, and asks for connections to be closed with each answer. */
  drain(): void;
  /** Takes no more, and lets the requests in hand finish; those that take too long are cut. */
  close(): Promise<void>;
}

/** Thrown when the port is taken. */
export class PortTaken extends Error {
  override readonly name = "PortTaken";
}

const CLOSE_MS = 10_000;
/** Bodies have limits of their own (api/http): a file may take hours to come. */
const TIMEOUTS = { keepAliveTimeout: 65_000, requestTimeout: 0 };
const MAX_CONNECTIONS = 10_000;
const HEADERS_TIMEOUT_MS = 15_000;

/** @throws PortTaken */
export async function serve(handle: RequestListener, options: ServeOptions): Promise<Served> {
  const headersTimeout = options.headersTimeoutMs ?? HEADERS_TIMEOUT_MS;
  const server = createServer({
    ...TIMEOUTS,
    headersTimeout,
    connectionsCheckingInterval: headersTimeout / 3,
  });
  server.maxConnections = options.maxConnections ?? MAX_CONNECTIONS;
  const open = new Set<ServerResponse>();
  let draining = false;
  server.on("request", (_request, response) => {
    response.shouldKeepAlive &&= !draining;
    open.add(response);
    response.once("close", () => open.delete(response));
  });
  server.on("request", refuseBadRequests(server, handle, open, options.log));
  const port = await listen(server, options);
  const drain = () => {
    draining = true;
    for (const response of open) if (!response.headersSent) response.shouldKeepAlive = false;
  };
  return {
    url: `http://${reachedBy(options.host)}:${port}`,
    drain,
    close: () => {
      drain();
      return close(server, options.log);
    },
  };
}

async function listen(
  server: Server,
  { host, port: first, lastPort = first, log }: ServeOptions,
): Promise<number> {
  for (let port = first; port <= lastPort; port++) {
    if (await tryListen(server, port, host)) {
      if (port !== first) log.warn({ taken: first, port }, "PORT is taken; using the next free one");
      const address = server.address();
      return typeof address === "object" && address ? address.port : port;
    }
  }
  throw new PortTaken(`PORT ${first} is taken by another program: set PORT to a free one, or to 0 for any`);
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
async function close(server: Server, log: Logger): Promise<void> {
  const cut = setTimeout(() => {
    log.warn("requests still open after the time to drain are cut");
    server.closeAllConnections();
  }, CLOSE_MS);
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
  clearTimeout(cut);
}
