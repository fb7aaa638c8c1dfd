/** What happened to one attempt of a request; never holds credentials or bodies. */
export interface LogEntry {
  readonly event: "response" | "failure" | "retry";
  readonly method: string;
  readonly url: string;
  /** From 1. */
  readonly attempt: number;
  readonly durationMs: number;
  readonly status?: number;
  readonly requestId?: string;
  readonly error?: unknown;
  /** How long the next attempt is waited for; only of `retry`. */
  readonly delayMs?: number;
}

/** Options of a client. Times are in milliseconds; 0 means without limit. */
export interface ClientOptions {
  /** An API key, or what gives one for each attempt, for keys that are rotated. */
  readonly apiKey: string | (() => string | Promise<string>);
  /** Where the API is, such as `https://dfras.example.com`. */
  readonly baseUrl: string;
  /** Of each attempt, with the reading of its answer; 60,000 unless told. Uploads have none unless told. */
  readonly timeoutMs?: number | undefined;
  /** Of a call with all its attempts and pauses; without limit unless told. */
  readonly totalTimeoutMs?: number | undefined;
  /** Attempts after the first; 2 unless told. */
  readonly maxRetries?: number | undefined;
  /** Sent with every request. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** In place of the global `fetch`. */
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** Called after each attempt and before each pause. */
  readonly log?: ((entry: LogEntry) => void) | undefined;
}

/** Options of one call; they go before the client's. */
export interface RequestOptions {
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs?: number | undefined;
  readonly totalTimeoutMs?: number | undefined;
  readonly maxRetries?: number | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** In place of the one made for each POST; the same key over all attempts. */
  readonly idempotencyKey?: string | undefined;
}

/** Bytes to send, in any shape that fetch or an iteration gives. Streams and iterations cannot be sent twice. */
export type BinaryBody =
  | Blob
  | ArrayBuffer
  | ArrayBufferView
  | string
  | ReadableStream<Uint8Array>
  | AsyncIterable<Uint8Array>;

/** One operation as the generated methods describe it. */
export interface Operation {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly path: string;
  readonly query?: object | undefined;
  readonly body?: unknown;
  /** Of a body that is not JSON. */
  readonly contentType?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Whether a POST carries an Idempotency-Key; it does unless told. */
  readonly idempotencyKey?: false;
  /** What the answer is read as; `json` unless told. */
  readonly answer?: "json" | "none" | "response";
}
