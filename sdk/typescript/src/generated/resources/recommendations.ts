// Generated from openapi/openapi.json by `npm run sdk`: do not edit.

import type { ApiPromise } from "../../core/apiPromise.ts";
import { path } from "../../core/encode.ts";
import type { RequestOptions } from "../../core/options.ts";
import type { PagePromise } from "../../core/page.ts";
import { Resource } from "../../core/resource.ts";
import type * as Models from "../models.ts";
import type { operations } from "../schema.ts";

export type ListRecommendationsQuery = NonNullable<operations["listRecommendations"]["parameters"]["query"]>;

export class RecommendationsApi extends Resource {
  /**
   * List what to do, by the failures that it should avoid, most first
   * `GET /v1/recommendations`
   */
  list(query: ListRecommendationsQuery = {}, options?: RequestOptions): PagePromise<Models.Recommendation, Models.RecommendationPage> {
    return this.transport.list({ method: "GET", path: "/v1/recommendations", query }, options);
  }

  /**
   * Read one recommendation
   * `GET /v1/recommendations/{id}`
   */
  retrieve(id: string, options?: RequestOptions): ApiPromise<Models.Recommendation> {
    return this.transport.call({ method: "GET", path: path`/v1/recommendations/${id}` }, options);
  }

  /**
   * Accept or dismiss a recommendation, or say that it is done
   * `PATCH /v1/recommendations/{id}`
   */
  decide(id: string, body: Models.RecommendationDecision, options?: RequestOptions): ApiPromise<Models.Recommendation> {
    return this.transport.call({ method: "PATCH", path: path`/v1/recommendations/${id}`, body }, options);
  }
}
