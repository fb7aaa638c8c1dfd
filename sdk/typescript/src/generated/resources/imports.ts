// Generated from openapi/openapi.json by `npm run sdk`: do not edit.

import type { ApiPromise } from "../../core/apiPromise.ts";
import { path } from "../../core/encode.ts";
import type { LinesPromise } from "../../core/lines.ts";
import type { BinaryBody, RequestOptions } from "../../core/options.ts";
import type { PagePromise } from "../../core/page.ts";
import { Resource } from "../../core/resource.ts";
import type * as Models from "../models.ts";
import type { operations } from "../schema.ts";

export type ListImportsQuery = NonNullable<operations["listImports"]["parameters"]["query"]>;

export class ImportsApi extends Resource {
  /**
   * List imports, the newest first
   * `GET /v1/imports`
   */
  list(query: ListImportsQuery = {}, options?: RequestOptions): PagePromise<Models.Import, Models.ImportPage> {
    return this.transport.list({ method: "GET", path: "/v1/imports", query }, options);
  }

  /**
   * Create an import that waits for its files
   * At most 10 imports of a tenant may be unfinished. One that is not started within 7 days is cancelled.
   * `POST /v1/imports`
   */
  create(body: Models.ImportCreate, options?: RequestOptions): ApiPromise<Models.Import> {
    return this.transport.call({ method: "POST", path: "/v1/imports", body }, options);
  }

  /**
   * Read an import: its state, how far it has come, and what became of its events
   * `GET /v1/imports/{id}`
   */
  retrieve(id: string, options?: RequestOptions): ApiPromise<Models.Import> {
    return this.transport.call({ method: "GET", path: path`/v1/imports/${id}` }, options);
  }

  /**
   * Cancel an import that has not ended, and delete its files
   * Events that it has sent already stay.
   * `DELETE /v1/imports/{id}`
   */
  cancel(id: string, options?: RequestOptions): ApiPromise<void> {
    return this.transport.call({ method: "DELETE", path: path`/v1/imports/${id}`, answer: "none" }, options);
  }

  /**
   * Upload a file, or go on with an upload that broke off
   * The body goes to disk as it comes: 5 GB a file, 100 files an import, 20 GB for all imports of a tenant. What came before a connection broke is kept: ask with `Content-Range: bytes * /total`, go on with `bytes a-b/total`. A range that begins elsewhere is answered 409 with `bytes`, the number held.
   * `PUT /v1/imports/{id}/files/{name}`
   */
  putFile(id: string, name: string, body: BinaryBody, options?: RequestOptions): ApiPromise<Models.ImportFile> {
    return this.transport.call({ method: "PUT", path: path`/v1/imports/${id}/files/${name}`, body, contentType: "application/octet-stream" }, options);
  }

  /**
   * Start an import whose files are complete
   * Starting it again changes nothing.
   * `POST /v1/imports/{id}/start`
   */
  start(id: string, options?: RequestOptions): ApiPromise<Models.Import> {
    return this.transport.call({ method: "POST", path: path`/v1/imports/${id}/start` }, options);
  }

  /**
   * Read the error file: what was wrong with which row, one JSON object a line
   * Holds no values of the rows; events that could be named are in quarantine too. Of more than 100,000 lines the first are kept, and a last line `{"truncated":true}` says so. Kept for 30 days.
   * `GET /v1/imports/{id}/errors`
   */
  listErrors(id: string, options?: RequestOptions): LinesPromise<Models.ImportErrorLine> {
    return this.transport.lines({ method: "GET", path: path`/v1/imports/${id}/errors` }, options);
  }
}
