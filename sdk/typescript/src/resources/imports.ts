import { pause } from "../core/abort.ts";
import { ConflictError } from "../core/errors.ts";
import type { BinaryBody, RequestOptions } from "../core/options.ts";
import { backoff, pauseAfter } from "../core/retry.ts";
import type { Import, ImportFile } from "../generated/models.ts";
import { ImportsApi as GeneratedImports } from "../generated/resources/imports.ts";

export interface UploadOptions extends RequestOptions {
  /** Go on with what the API holds of this very file, from an upload that ended with the process; false unless told. */
  readonly resume?: boolean | undefined;
}

export interface WaitOptions extends RequestOptions {
  /** Called with each reading of the import, also the last. */
  readonly onProgress?: ((state: Import) => void) | undefined;
  /** Milliseconds between readings; 1,000 unless told. */
  readonly intervalMs?: number | undefined;
}

/** Attempts in a row that may bring no byte. */
const MAX_RETRIES = 5;
const ENDED: ReadonlySet<string> = new Set(["finished", "failed", "cancelled"]);
/** Conflicts of an upload with the one that broke off before it; asking what is held settles them. */
const PASSING: ReadonlySet<string> = new Set(["range_mismatch", "being_written"]);

export class ImportsApi extends GeneratedImports {
  /**
   * Uploads a file. When the connection breaks it goes on where the API's bytes end; a stream or an iteration cannot be
   * read twice, so that is sent once. `fs.openAsBlob(path)` makes a file of any size one that can go on.
   * @throws what the last attempt threw, when five in a row brought no byte
   */
  async upload(id: string, name: string, file: BinaryBody, options: UploadOptions = {}): Promise<ImportFile> {
    const { resume = false, ...request } = options;
    if (!isReplayable(file)) return this.putFile(id, name, file, request);
    const blob = file instanceof Blob ? file : new Blob([file as ArrayBuffer]);
    const maxRetries = options.maxRetries ?? this.transport.options.maxRetries ?? MAX_RETRIES;
    let held = resume ? await this.#askHeld(id, name, blob.size, request) : undefined;
    for (let attempt = 1; ; attempt += 1) {
      if (held?.complete && held.bytes === blob.size) return held;
      const from = held?.bytes ?? 0;
      try {
        return await this.#putFrom(id, name, blob, from, request);
      } catch (error) {
        const wait = passes(error) ? backoff(attempt) : pauseAfter(error, attempt);
        if (wait === undefined || attempt > maxRetries) throw error;
        await pause(wait, options.signal);
      }
      held = await this.#askHeld(id, name, blob.size, request);
      if (held.bytes > from) attempt = 0;
    }
  }

  /**
   * Reads the import until it has ended: its state is then `finished`, `failed` or `cancelled`.
   * `signal` and `totalTimeoutMs` hold for the waiting as a whole. @throws AbortedError, TimeoutError, ApiError
   */
  async waitUntilFinished(
    id: string,
    { onProgress, intervalMs = 1000, totalTimeoutMs = 0, ...options }: WaitOptions = {},
  ): Promise<Import> {
    const until = totalTimeoutMs > 0 ? Date.now() + totalTimeoutMs : Number.POSITIVE_INFINITY;
    for (;;) {
      const left = until === Number.POSITIVE_INFINITY ? 0 : Math.max(1, until - Date.now());
      const now = await this.retrieve(id, { ...options, totalTimeoutMs: left });
      onProgress?.(now);
      if (ENDED.has(now.state)) return now;
      await pause(Math.min(intervalMs, until - Date.now()), options.signal);
    }
  }

  #putFrom(id: string, name: string, blob: Blob, from: number, options: RequestOptions): Promise<ImportFile> {
    const range = from === 0 ? undefined : { "content-range": `bytes ${from}-${blob.size - 1}/${blob.size}` };
    const headers = { ...options.headers, ...range };
    return this.putFile(id, name, from === 0 ? blob : blob.slice(from), {
      ...options,
      headers,
      maxRetries: 0,
    }).then();
  }

  #askHeld(id: string, name: string, size: number, options: RequestOptions): Promise<ImportFile> {
    const headers = { ...options.headers, "content-range": `bytes */${size}` };
    const timeoutMs = options.timeoutMs ?? this.transport.options.timeoutMs ?? 60_000;
    return this.putFile(id, name, "", { ...options, headers, timeoutMs }).then();
  }
}

function isReplayable(file: BinaryBody): boolean {
  return (
    typeof file === "string" ||
    file instanceof Blob ||
    file instanceof ArrayBuffer ||
    ArrayBuffer.isView(file)
  );
}

function passes(error: unknown): boolean {
  return error instanceof ConflictError && error.errors.some(({ code }) => PASSING.has(code));
}
