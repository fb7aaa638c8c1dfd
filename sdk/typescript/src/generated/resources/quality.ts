// Generated from openapi/openapi.json by `npm run sdk`: do not edit.

import type { ApiPromise } from "../../core/apiPromise.ts";
import { path } from "../../core/encode.ts";
import type { RequestOptions } from "../../core/options.ts";
import type { PagePromise } from "../../core/page.ts";
import { Resource } from "../../core/resource.ts";
import type * as Models from "../models.ts";
import type { operations } from "../schema.ts";

export type GetQualityQuery = NonNullable<operations["getQuality"]["parameters"]["query"]>;

export type ListQualityAlertsQuery = NonNullable<operations["listQualityAlerts"]["parameters"]["query"]>;

export class QualityApi extends Resource {
  /**
   * Read how valid, unique, complete and timely what each source sends is, by type
   * Of what was received in the range: the last 24 hours unless told, 30 days at most. Counts go by five minutes; completeness and timeliness are of events that happened at most a week before the range.
   * `GET /v1/quality`
   */
  retrieve(query: GetQualityQuery = {}, options?: RequestOptions): ApiPromise<Models.QualityReport> {
    return this.transport.call({ method: "GET", path: "/v1/quality", query }, options);
  }

  /**
   * List sources of which too much was refused, the newest alert first
   * `GET /v1/quality/alerts`
   */
  listAlerts(query: ListQualityAlertsQuery = {}, options?: RequestOptions): PagePromise<Models.QualityAlert, Models.QualityAlertPage> {
    return this.transport.list({ method: "GET", path: "/v1/quality/alerts", query }, options);
  }

  /**
   * Read one quality alert
   * `GET /v1/quality/alerts/{id}`
   */
  retrieveAlert(id: string, options?: RequestOptions): ApiPromise<Models.QualityAlert> {
    return this.transport.call({ method: "GET", path: path`/v1/quality/alerts/${id}` }, options);
  }
}
