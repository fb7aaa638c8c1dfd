import { randomUUID, timingSafeEqual } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { readBody, readForm } from "./body.ts";
import { ClickHouseProblem, unsupported } from "./errors.ts";
import type { Pool } from "./pool.ts";
import { createReply } from "./reply.ts";
import { type Lane, readStatement, type Statement } from "./statement.ts";

export interface Front {
  readonly pools: Readonly<Record<Lane, Pool>>;
  /** Ends the query that carries the tag. */
  readonly kill: (tag: string) => Promise<void>;
  /** `user:password` that requests must carry as basic authentication. */
  readonly credentials: string;
  readonly maxBodyBytes: number;
}

const KILL_INTERVAL_MS = 200;

/** Serves one request of ClickHouse's HTTP interface. A caller that leaves ends its query. */
export async function handle(
  front: Front,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? "/", "http://localhost");
  if (request.method === "GET" && url.pathname === "/ping") {
    response.end("Ok.\n");
    return;
  }
  const queryId = url.searchParams.get("query_id") || randomUUID();
  let reply = createReply(request, response, { queryId, format: "TabSeparated", gzip: false });
  try {
    authenticate(front, request);
    if (url.pathname !== "/") throw unsupported(`path ${url.pathname}`);
    if (request.method !== "POST" && request.method !== "GET") throw unsupported(`method ${request.method}`);
    const statement = await parse(front, request, url.searchParams);
    reply = createReply(request, response, {
      queryId,
      format: statement.format,
      gzip: wantsGzip(request, url),
    });
    const summary = await run(front, statement, response, reply.write);
    await reply.end(summary);
  } catch (error) {
    await reply.fail(error);
  }
}

async function parse(front: Front, request: IncomingMessage, query: URLSearchParams): Promise<Statement> {
  const body = await readBody(request, front.maxBodyBytes);
  const type = request.headers["content-type"] ?? "";
  if (!type.startsWith("multipart/form-data")) return readStatement(query, body);
  const all = new URLSearchParams(query);
  for (const [name, value] of await readForm(body, type)) {
    if (name !== "query" && !name.startsWith("param_")) throw unsupported(`form member ${name}`);
    all.set(name, value);
  }
  return readStatement(all, Buffer.alloc(0));
}

async function run(
  front: Front,
  statement: Statement,
  response: ServerResponse,
  write: (chunk: Uint8Array) => Promise<void>,
) {
  const tag = randomUUID();
  const gone = new AbortController();
  const leave = () => gone.abort(new Error("the caller has gone"));
  response.once("close", leave);
  try {
    return await front.pools[statement.lane].use(gone.signal, (connection) =>
      killedOnAbort(gone.signal, () => front.kill(tag), connection.run(statement, tag, write)),
    );
  } finally {
    response.off("close", leave);
  }
}

/** Kills until the query is over, since it may not have reached the engine yet when its caller leaves. */
async function killedOnAbort<T>(
  signal: AbortSignal,
  kill: () => Promise<void>,
  query: Promise<T>,
): Promise<T> {
  let repeated: NodeJS.Timeout | undefined;
  const begin = () => {
    const attempt = () => void kill().catch(() => {});
    attempt();
    repeated = setInterval(attempt, KILL_INTERVAL_MS);
  };
  signal.addEventListener("abort", begin);
  try {
    return await query;
  } finally {
    signal.removeEventListener("abort", begin);
    clearInterval(repeated);
  }
}

function authenticate({ credentials }: Front, request: IncomingMessage): void {
  const wanted = Buffer.from(`Basic ${Buffer.from(credentials).toString("base64")}`);
  const given = Buffer.from(request.headers.authorization ?? "");
  if (given.length === wanted.length && timingSafeEqual(given, wanted)) return;
  throw new ClickHouseProblem(516, "AUTHENTICATION_FAILED", "Authentication failed: wrong user or password.");
}

function wantsGzip(request: IncomingMessage, url: URL): boolean {
  const accepted = String(request.headers["accept-encoding"] ?? "");
  return url.searchParams.get("enable_http_compression") === "1" && accepted.includes("gzip");
}
