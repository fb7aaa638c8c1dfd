import { pause, withLimits } from "./abort.ts";
import { ApiPromise, type WithResponse } from "./apiPromise.ts";
import { encodeBody, toUrl } from "./encode.ts";
import { ApiError, ConnectionError, DfrasError, TimeoutError, toApiError } from "./errors.ts";
import { LinesPromise } from "./lines.ts";
import type { ClientOptions, LogEntry, Operation, RequestOptions } from "./options.ts";
import { type PageBody, PagePromise } from "./page.ts";
import { pauseAfter, readRetryAfter } from "./retry.ts";
import { VERSION } from "./version.ts";

const TIMEOUT_MS = 60_000;
const MAX_RETRIES = 2;

interface Attempt {
  readonly url: string;
  readonly init: RequestInit & { duplex?: "half" };
  readonly signal: AbortSignal | undefined;
  readonly timeoutMs: number;
  readonly number: number;
  readonly answer: Operation["answer"];
}

/** Sends operations: credentials, attempts, time limits, errors. The resources only describe what to send. */
export class Transport {
  readonly options: ClientOptions;

  constructor(options: ClientOptions) {
    if (!options.apiKey) throw new TypeError("apiKey is missing");
    new URL(options.baseUrl);
    this.options = options;
  }

  call<T>(operation: Operation, options?: RequestOptions): ApiPromise<T> {
    return new ApiPromise(this.#send<T>(operation, options));
  }

  list<Item, Body extends PageBody<Item>>(
    operation: Operation,
    options?: RequestOptions,
  ): PagePromise<Item, Body> {
    return new PagePromise<Item, Body>((cursor) => {
      const query = cursor === undefined ? operation.query : { ...operation.query, cursor };
      return this.#send<Body>({ ...operation, query }, options);
    });
  }

  lines<Line>(operation: Operation, options?: RequestOptions): LinesPromise<Line> {
    const accepted = { ...operation, headers: { accept: "application/x-ndjson, application/json" } };
    return new LinesPromise<Line>(
      this.#send<Response>({ ...accepted, answer: "response" }, options),
      options?.signal,
    );
  }

  /** Attempts until one succeeds, the error is final, or there is no time or attempt left. */
  async #send<T>(operation: Operation, options: RequestOptions = {}): Promise<WithResponse<T>> {
    const { signal } = options;
    const { body, contentType, again } = encodeBody(operation);
    const maxRetries = again ? (options.maxRetries ?? this.options.maxRetries ?? MAX_RETRIES) : 0;
    const headers = this.#headers(operation, options, contentType);
    const init = {
      method: operation.method,
      ...(body === undefined ? {} : { body }),
      ...(body instanceof ReadableStream ? { duplex: "half" as const } : {}),
    };
    const { timeoutMs, until } = this.#limits(operation, options);
    const url = toUrl(this.options.baseUrl, operation.path, operation.query);
    for (let number = 1; ; number += 1) {
      headers.set("authorization", `Bearer ${await this.#apiKey()}`);
      if (!isBrowser()) headers.set("dfras-attempt", String(number));
      const left = timeLeft(timeoutMs, until);
      const attempt = { url, init: { ...init, headers }, signal, timeoutMs: left, number };
      try {
        return await this.#attempt<T>({ ...attempt, answer: operation.answer });
      } catch (error) {
        const delayMs = number > maxRetries ? undefined : pauseAfter(error, number);
        if (delayMs === undefined || Date.now() + delayMs >= until) throw error;
        this.#log({ event: "retry", method: operation.method, url, attempt: number, durationMs: 0, delayMs });
        await pause(delayMs, signal);
      }
    }
  }

  async #attempt<T>({ url, init, signal, timeoutMs, number, answer }: Attempt): Promise<WithResponse<T>> {
    const began = Date.now();
    const report = (more: Pick<LogEntry, "event" | "status" | "requestId" | "error">) =>
      this.#log({
        method: init.method ?? "",
        url,
        attempt: number,
        durationMs: Date.now() - began,
        ...more,
      });
    try {
      return await withLimits({ signal, ms: timeoutMs }, async (own) => {
        const response = await this.#fetch(url, { ...init, signal: own });
        const requestId = response.headers.get("request-id") ?? undefined;
        const id = requestId === undefined ? {} : { requestId };
        report({ event: "response", status: response.status, ...id });
        if (!response.ok) throw await toError(response);
        const data = await readAnswer<T>(response, answer);
        return { data, response, requestId, attempts: number };
      });
    } catch (error) {
      if (error instanceof ApiError) throw error;
      const known =
        error instanceof DfrasError ? error : new ConnectionError(`no answer from ${url}`, { cause: error });
      report({ event: "failure", error: known });
      throw known;
    }
  }

  #fetch(url: string, init: RequestInit): Promise<Response> {
    return (this.options.fetch ?? globalThis.fetch)(url, init);
  }

  async #apiKey(): Promise<string> {
    const { apiKey } = this.options;
    return typeof apiKey === "function" ? apiKey() : apiKey;
  }

  #headers(operation: Operation, options: RequestOptions, contentType: string | undefined): Headers {
    const headers = new Headers({ accept: "application/json" });
    if (!isBrowser()) headers.set("user-agent", `dfras-typescript/${VERSION}`);
    if (contentType !== undefined) headers.set("content-type", contentType);
    if (operation.method === "POST" && operation.idempotencyKey !== false) {
      headers.set("idempotency-key", options.idempotencyKey ?? newKey());
    }
    for (const more of [this.options.headers, operation.headers, options.headers]) {
      for (const [name, value] of Object.entries(more ?? {})) headers.set(name, value);
    }
    return headers;
  }

  #limits(operation: Operation, options: RequestOptions): { timeoutMs: number; until: number } {
    const usual = operation.contentType === undefined ? (this.options.timeoutMs ?? TIMEOUT_MS) : 0;
    const total = options.totalTimeoutMs ?? this.options.totalTimeoutMs ?? 0;
    return {
      timeoutMs: options.timeoutMs ?? usual,
      until: total > 0 ? Date.now() + total : Number.POSITIVE_INFINITY,
    };
  }

  /** What a log throws is its own: it must not turn an answer into a failure. */
  #log(entry: LogEntry): void {
    try {
      this.options.log?.(entry);
    } catch (error) {
      queueMicrotask(() => {
        throw error;
      });
    }
  }
}

/** What an attempt may take. @throws TimeoutError when the call's time is over */
function timeLeft(timeoutMs: number, until: number): number {
  if (until === Number.POSITIVE_INFINITY) return timeoutMs;
  const left = until - Date.now();
  if (left <= 0) throw new TimeoutError("the call's time is over");
  return timeoutMs > 0 ? Math.min(timeoutMs, left) : left;
}

async function readAnswer<T>(response: Response, answer: Operation["answer"] = "json"): Promise<T> {
  if (answer === "response") return response as T;
  const text = await response.text();
  if (answer === "none" || text === "") return undefined as T;
  try {
    return JSON.parse(text) as T;
  } catch (cause) {
    throw new DfrasError(`the answer of ${response.url} is not JSON: is baseUrl right?`, { cause });
  }
}

async function toError(response: Response): Promise<DfrasError> {
  const { status, headers } = response;
  const text = await response.text();
  let problem = {};
  try {
    problem = Object(JSON.parse(text));
  } catch {
    // Something in between answered, not the API: the status alone is known.
  }
  return toApiError({ status, headers, problem, retryAfter: readRetryAfter(headers) });
}

/** Pages and their workers forbid some headers and ask the server beforehand about others. */
function isBrowser(): boolean {
  return globalThis.navigator?.userAgent?.startsWith("Mozilla/") ?? false;
}

/** 128 random bits; `randomUUID` is missing on pages without https. */
function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");
}
