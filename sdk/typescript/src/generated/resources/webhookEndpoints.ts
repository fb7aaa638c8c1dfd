// Generated from openapi/openapi.json by `npm run sdk`: do not edit.

import type { ApiPromise } from "../../core/apiPromise.ts";
import { path } from "../../core/encode.ts";
import type { RequestOptions } from "../../core/options.ts";
import type { PagePromise } from "../../core/page.ts";
import { Resource } from "../../core/resource.ts";
import type * as Models from "../models.ts";
import type { operations } from "../schema.ts";

export type ListWebhookEndpointsQuery = NonNullable<operations["listWebhookEndpoints"]["parameters"]["query"]>;

export class WebhookEndpointsApi extends Resource {
  /**
   * List webhook endpoints
   * `GET /v1/webhook-endpoints`
   */
  list(query: ListWebhookEndpointsQuery = {}, options?: RequestOptions): PagePromise<Models.WebhookEndpoint, Models.WebhookEndpointPage> {
    return this.transport.list({ method: "GET", path: "/v1/webhook-endpoints", query }, options);
  }

  /**
   * Add an endpoint that is told of what happens
   * `POST /v1/webhook-endpoints`
   */
  create(body: Models.WebhookEndpointCreate, options?: RequestOptions): ApiPromise<Models.WebhookEndpointWithSecret> {
    return this.transport.call({ method: "POST", path: "/v1/webhook-endpoints", body }, options);
  }

  /**
   * Read one endpoint, without its secret
   * `GET /v1/webhook-endpoints/{id}`
   */
  retrieve(id: string, options?: RequestOptions): ApiPromise<Models.WebhookEndpoint> {
    return this.transport.call({ method: "GET", path: path`/v1/webhook-endpoints/${id}` }, options);
  }

  /**
   * Change an endpoint; members that are absent stay
   * `PATCH /v1/webhook-endpoints/{id}`
   */
  update(id: string, body: Models.WebhookEndpointUpdate, options?: RequestOptions): ApiPromise<Models.WebhookEndpoint> {
    return this.transport.call({ method: "PATCH", path: path`/v1/webhook-endpoints/${id}`, body }, options);
  }

  /**
   * Remove an endpoint; what waits for it is not sent
   * `DELETE /v1/webhook-endpoints/{id}`
   */
  delete(id: string, options?: RequestOptions): ApiPromise<void> {
    return this.transport.call({ method: "DELETE", path: path`/v1/webhook-endpoints/${id}`, answer: "none" }, options);
  }

  /**
   * Give a new signing secret; the old one signs beside it for a day
   * `POST /v1/webhook-endpoints/{id}/rotate-secret`
   */
  rotateSecret(id: string, options?: RequestOptions): ApiPromise<Models.WebhookEndpointWithSecret> {
    return this.transport.call({ method: "POST", path: path`/v1/webhook-endpoints/${id}/rotate-secret` }, options);
  }
}
