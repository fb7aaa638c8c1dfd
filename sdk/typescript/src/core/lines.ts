import { ApiPromise, type WithResponse } from "./apiPromise.ts";
import { AbortedError, ConnectionError } from "./errors.ts";

/**
 * A promise of the response, and an iteration over its lines as they come, each an object:
 * `for await (const line of client.imports.listErrors(id))`. Use one of the two, and once.
 */
export class LinesPromise<Line> extends ApiPromise<Response> implements AsyncIterable<Line> {
  readonly #signal: AbortSignal | undefined;

  constructor(answer: Promise<WithResponse<Response>>, signal: AbortSignal | undefined) {
    super(answer);
    this.#signal = signal;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Line, void, undefined> {
    const { body } = await this;
    if (body === null) return;
    let rest = "";
    for await (const text of readText(body, this.#signal)) {
      const lines = (rest + text).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) if (line.trim() !== "") yield JSON.parse(line) as Line;
    }
    if (rest.trim() !== "") yield JSON.parse(rest) as Line;
  }
}

/** Ends the stream when the caller leaves or aborts. */
async function* readText(
  body: ReadableStream<Uint8Array>,
  signal: AbortSignal | undefined,
): AsyncGenerator<string, void, undefined> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  const leave = () => void reader.cancel().catch(() => undefined);
  signal?.addEventListener("abort", leave, { once: true });
  try {
    for (;;) {
      const { done, value } = await reader.read().catch((cause: unknown) => {
        throw new ConnectionError("the answer broke off", { cause });
      });
      if (signal?.aborted) throw new AbortedError("the call was aborted", { cause: signal.reason });
      yield decoder.decode(value, { stream: !done });
      if (done) return;
    }
  } finally {
    signal?.removeEventListener("abort", leave);
    leave();
  }
}
