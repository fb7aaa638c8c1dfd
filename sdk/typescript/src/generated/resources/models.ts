// Generated from openapi/openapi.json by `npm run sdk`: do not edit.

import type { ApiPromise } from "../../core/apiPromise.ts";
import { path } from "../../core/encode.ts";
import type { RequestOptions } from "../../core/options.ts";
import { Resource } from "../../core/resource.ts";
import type * as Models from "../models.ts";

export class ModelsApi extends Resource {
  /**
   * List the models that explain the tenant's failures, the newest first
   * Last comes the experts' model, which is in force until one fitted on the tenant's own deliveries does better.
   * `GET /v1/models`
   */
  list(options?: RequestOptions): ApiPromise<Models.ModelList> {
    return this.transport.call({ method: "GET", path: "/v1/models" }, options);
  }

  /**
   * Have a model fitted on the tenant's own deliveries and confirmed causes
   * Done by itself after enough feedback and as failures grow; this asks for it now.
   * `POST /v1/models`
   */
  requestFit(options?: RequestOptions): ApiPromise<Models.ModelFit> {
    return this.transport.call({ method: "POST", path: "/v1/models" }, options);
  }

  /**
   * Read one model: what it was fitted on, how well it does, whether it is in force
   * `GET /v1/models/{model_id}/info`
   */
  retrieveInfo(modelId: string, options?: RequestOptions): ApiPromise<Models.Model> {
    return this.transport.call({ method: "GET", path: path`/v1/models/${modelId}/info` }, options);
  }

  /**
   * Bring a model into force: one that was before, or a candidate that does better
   * A rollback is the promotion of a retired model, or of `mdl_expert`. A candidate whose log loss on held-out confirmed causes is not lower is refused.
   * `POST /v1/models/{model_id}/promote`
   */
  promote(modelId: string, options?: RequestOptions): ApiPromise<Models.Model> {
    return this.transport.call({ method: "POST", path: path`/v1/models/${modelId}/promote` }, options);
  }
}
