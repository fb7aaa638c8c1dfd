// Generated from openapi/openapi.json by `npm run sdk`: do not edit.

import type { ApiPromise } from "../../core/apiPromise.ts";
import { path } from "../../core/encode.ts";
import type { RequestOptions } from "../../core/options.ts";
import type { PagePromise } from "../../core/page.ts";
import { Resource } from "../../core/resource.ts";
import type * as Models from "../models.ts";
import type { operations } from "../schema.ts";

export type ListDeliveriesQuery = NonNullable<operations["listDeliveries"]["parameters"]["query"]>;

export class DeliveriesApi extends Resource {
  /**
   * Read what a delivery's state was folded from, and where each of its events came from
   * `GET /v1/deliveries/{id}/lineage`
   */
  retrieveLineage(id: string, options?: RequestOptions): ApiPromise<Models.DeliveryLineage> {
    return this.transport.call({ method: "GET", path: path`/v1/deliveries/${id}/lineage` }, options);
  }

  /**
   * List deliveries by their first event, the latest first
   * `GET /v1/deliveries`
   */
  list(query: ListDeliveriesQuery = {}, options?: RequestOptions): PagePromise<Models.DeliverySummary, Models.DeliveryPage> {
    return this.transport.list({ method: "GET", path: "/v1/deliveries", query }, options);
  }

  /**
   * Read one delivery: state, stages with their durations, timeline
   * `GET /v1/deliveries/{id}`
   */
  retrieve(id: string, options?: RequestOptions): ApiPromise<Models.Delivery> {
    return this.transport.call({ method: "GET", path: path`/v1/deliveries/${id}` }, options);
  }
}
