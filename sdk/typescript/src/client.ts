import type { ClientOptions } from "./core/options.ts";
import { Transport } from "./core/transport.ts";
import { Resources } from "./generated/client.ts";

/**
 * The API with all its resources: `new Dfras({ apiKey, baseUrl }).failures.retrieve(id)`.
 *
 * Each call throws an `ApiError` of the status' own class, a `ConnectionError`, a `TimeoutError`, or an `AbortedError`.
 * Connections that fail, 408, 429 and 5xx are tried again, twice unless told.
 */
export class Dfras extends Resources {
  readonly #options: ClientOptions;

  /** @throws TypeError for options without a key or with a base URL that is none */
  constructor(options: ClientOptions) {
    super(new Transport(options));
    this.#options = options;
  }

  /** A client with some options changed; this one stays as it is. */
  withOptions(options: Partial<ClientOptions>): Dfras {
    return new Dfras({ ...this.#options, ...options });
  }
}
