import { type Dispatcher, request as send } from "undici";

export interface OutboundRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Answer {
  readonly status: number;
  /** The header as it came, or null. */
  readonly retryAfter: string | null;
  /** At most 20,000 bytes of it, as text. */
  readonly body: string;
}

const MAX_BODY_BYTES = 20_000;

/** One POST through `dispatcher`; redirects are answers like any other. Rejects after `timeoutMs` for the whole. */
export async function postThrough(
  dispatcher: Dispatcher,
  request: OutboundRequest,
  timeoutMs: number,
): Promise<Answer> {
  const response = await send(request.url, {
    method: "POST",
    headers: request.headers,
    body: request.body,
    dispatcher,
    signal: AbortSignal.timeout(timeoutMs),
  });
  const retryAfter = response.headers["retry-after"];
  return {
    status: response.statusCode,
    retryAfter: typeof retryAfter === "string" ? retryAfter : null,
    body: await readStart(response.body),
  };
}

/** Leaving the loop early destroys the stream, and with it the connection: the rest is never read. */
async function readStart(body: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    size += chunk.length;
    if (size >= MAX_BODY_BYTES) break;
  }
  return Buffer.concat(chunks).subarray(0, MAX_BODY_BYTES).toString("utf8");
}
