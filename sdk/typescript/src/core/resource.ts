import type { Transport } from "./transport.ts";

/** What generated and handwritten resources share: the way to the API. */
export class Resource {
  protected readonly transport: Transport;

  constructor(transport: Transport) {
    this.transport = transport;
  }
}
