import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gunzipSync } from "node:zlib";

export interface Received {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  /** Unzipped, as text. */
  readonly body: string;
}

export type Handler = (request: Received, response: ServerResponse, number: number) => unknown;

export interface TestServer {
  readonly baseUrl: string;
  readonly requests: readonly Received[];
  close(): Promise<void>;
}

/** A real server on loopback; `handle` gets each request with its number, from 1. */
export async function startServer(handle: Handler): Promise<TestServer> {
  const requests: Received[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of request) chunks.push(chunk);
    } catch {
      return;
    }
    const bytes = Buffer.concat(chunks);
    const body = request.headers["content-encoding"] === "gzip" ? gunzipSync(bytes) : bytes;
    const { method = "", url = "", headers } = request;
    const received = { method, url, headers, body: body.toString() };
    requests.push(received);
    await handle(received, response, requests.length);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

export function json(response: ServerResponse, body: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(200, { "content-type": "application/json", "request-id": "req_ok", ...headers });
  response.end(JSON.stringify(body));
}

export function refuse(
  response: ServerResponse,
  status: number,
  more: object = {},
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { "content-type": "application/problem+json", ...headers });
  const detail = "Not this time.";
  response.end(JSON.stringify({ title: "Refused", status, detail, request_id: "req_no", ...more }));
}
