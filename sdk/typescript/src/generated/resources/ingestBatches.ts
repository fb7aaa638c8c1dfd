// Generated from openapi/openapi.json by `npm run sdk`: do not edit.

import type { ApiPromise } from "../../core/apiPromise.ts";
import { path } from "../../core/encode.ts";
import type { RequestOptions } from "../../core/options.ts";
import { Resource } from "../../core/resource.ts";
import type * as Models from "../models.ts";

export class IngestBatchesApi extends Resource {
  /**
   * Read what became of the events of one request
   * `GET /v1/ingest-batches/{id}`
   */
  retrieve(id: string, options?: RequestOptions): ApiPromise<Models.IngestBatch> {
    return this.transport.call({ method: "GET", path: path`/v1/ingest-batches/${id}` }, options);
  }
}
