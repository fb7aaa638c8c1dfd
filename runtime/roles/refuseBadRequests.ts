import { type RequestListener, type Server, type ServerResponse, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import type { Logger } from "pino";
import { type ProblemInput, toProblem } from "../../api/http/problem.ts";
import { newRequestId } from "../../api/http/requestId.ts";

/** Far more than any client and its proxies send; all together may have 16 KB. */
const MAX_HEADERS = 100;
const PROBLEM_TYPE = "application/problem+json";

/** What Node's parser says of a request that never becomes one, in the API's words. */
const REFUSALS: Readonly<Record<string, ProblemInput>> = {
  HPE_HEADER_OVERFLOW: {
    code: "headers_too_large",
    detail: "The headers may have 16 KB in all: send fewer.",
  },
  HPE_CHUNK_EXTENSIONS_OVERFLOW: { code: "too_large", detail: "Chunk extensions are too long: send none." },
  ERR_HTTP_REQUEST_TIMEOUT: { code: "request_timeout", detail: "The headers did not come in time." },
};
const NO_HTTP: ProblemInput = { code: "invalid_request", detail: "This is not a request of HTTP/1.1." };

/**
 * Guards a server against requests that its handler never sees or should not: what is no HTTP, headers that are too
 * many, too long or too slow, connections beyond the limit. Answers are problems. `open` are the answers in hand.
 */
export function refuseBadRequests(
  server: Server,
  handle: RequestListener,
  open: ReadonlySet<ServerResponse>,
  log: Logger,
): RequestListener {
  server.on("clientError", (error: NodeJS.ErrnoException, socket: Duplex) => {
    const inHand = [...open].some((response) => response.socket === socket);
    // In the middle of an answer nothing else can be said.
    if (inHand || !socket.writable || error.code === "ECONNRESET") return void socket.destroy();
    socket.end(toHttp(REFUSALS[error.code ?? ""] ?? NO_HTTP));
  });
  let silentUntil = 0;
  server.on("drop", () => {
    if (Date.now() < silentUntil) return;
    silentUntil = Date.now() + 10_000;
    log.warn({ limit: server.maxConnections }, "too many connections: further ones are closed");
  });
  return (request, response) => {
    if (request.rawHeaders.length <= 2 * MAX_HEADERS) return handle(request, response);
    const { status, headers, body } = refusal({
      code: "headers_too_large",
      detail: `A request may have ${MAX_HEADERS} headers: send fewer.`,
    });
    response.writeHead(status, headers).end(body);
  };
}

function refusal(input: ProblemInput) {
  const requestId = newRequestId();
  const problem = toProblem(input, requestId);
  const body = JSON.stringify(problem);
  const headers = {
    "Content-Type": PROBLEM_TYPE,
    "Content-Length": String(Buffer.byteLength(body)),
    "Request-Id": requestId,
    Connection: "close",
  };
  return { status: problem.status, headers, body };
}

function toHttp(input: ProblemInput): string {
  const { status, headers, body } = refusal(input);
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ""}\r\n${lines.join("")}\r\n${body}`;
}
