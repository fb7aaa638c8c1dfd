// Generated from openapi/openapi.json by `npm run sdk`: do not edit.

import type { ApiPromise } from "../../core/apiPromise.ts";
import { path } from "../../core/encode.ts";
import type { RequestOptions } from "../../core/options.ts";
import type { PagePromise } from "../../core/page.ts";
import { Resource } from "../../core/resource.ts";
import type * as Models from "../models.ts";
import type { operations } from "../schema.ts";

export type ListFailuresQuery = NonNullable<operations["listFailures"]["parameters"]["query"]>;

export type GetFailureGraphQuery = NonNullable<operations["getFailureGraph"]["parameters"]["query"]>;

export class FailuresApi extends Resource {
  /**
   * Read what a failure and each item of its evidence go back to
   * `GET /v1/failures/{id}/lineage`
   */
  retrieveLineage(id: string, options?: RequestOptions): ApiPromise<Models.FailureLineage> {
    return this.transport.call({ method: "GET", path: path`/v1/failures/${id}/lineage` }, options);
  }

  /**
   * List failures by when they occurred, the latest first
   * `GET /v1/failures`
   */
  list(query: ListFailuresQuery = {}, options?: RequestOptions): PagePromise<Models.FailureSummary, Models.FailurePage> {
    return this.transport.list({ method: "GET", path: "/v1/failures", query }, options);
  }

  /**
   * Read one failure: causes, confidence, evidence, narrative, recommendations
   * An id that lost a merge of two attempts answers with the failure that took it over.
   * `GET /v1/failures/{id}`
   */
  retrieve(id: string, options?: RequestOptions): ApiPromise<Models.Failure> {
    return this.transport.call({ method: "GET", path: path`/v1/failures/${id}` }, options);
  }

  /**
   * Read what a failure hangs together with, and what else hangs on that
   * Nodes are the order, its failure, the entities that it passed through and the conditions at its place; edges from the failure carry the evidence. With `across`, other failures that share a warehouse, a driver, a storm.
   * `GET /v1/failures/{id}/graph`
   */
  retrieveGraph(id: string, query: GetFailureGraphQuery = {}, options?: RequestOptions): ApiPromise<Models.FailureGraph> {
    return this.transport.call({ method: "GET", path: path`/v1/failures/${id}/graph`, query }, options);
  }

  /**
   * Confirm the cause of a failure, or withdraw what was confirmed
   * What is confirmed stands beside the analysis, survives later events, and is what the tenant's own model learns from.
   * `POST /v1/failures/{id}/feedback`
   */
  giveFeedback(id: string, body: Models.FeedbackCreate, options?: RequestOptions): ApiPromise<Models.FailureFeedback> {
    return this.transport.call({ method: "POST", path: path`/v1/failures/${id}/feedback`, body }, options);
  }

  /**
   * Have a failure explained again, with all that is known by now
   * `POST /v1/failures/{id}/reanalyze`
   */
  reanalyze(id: string, options?: RequestOptions): ApiPromise<Models.Reanalysis> {
    return this.transport.call({ method: "POST", path: path`/v1/failures/${id}/reanalyze` }, options);
  }
}
