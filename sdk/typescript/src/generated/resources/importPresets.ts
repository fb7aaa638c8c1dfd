// Generated from openapi/openapi.json by `npm run sdk`: do not edit.

import type { ApiPromise } from "../../core/apiPromise.ts";
import type { RequestOptions } from "../../core/options.ts";
import { Resource } from "../../core/resource.ts";
import type * as Models from "../models.ts";

export class ImportPresetsApi extends Resource {
  /**
   * List the presets: files that are understood without a mapping of one's own
   * `GET /v1/import-presets`
   */
  list(options?: RequestOptions): ApiPromise<Models.ImportPresetList> {
    return this.transport.call({ method: "GET", path: "/v1/import-presets" }, options);
  }
}
