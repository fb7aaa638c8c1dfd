// Generated from openapi/openapi.json by `npm run sdk`: do not edit.

import type { ApiPromise } from "../../core/apiPromise.ts";
import { path } from "../../core/encode.ts";
import type { RequestOptions } from "../../core/options.ts";
import type { PagePromise } from "../../core/page.ts";
import { Resource } from "../../core/resource.ts";
import type * as Models from "../models.ts";
import type { operations } from "../schema.ts";

export type ListEventsQuery = NonNullable<operations["listEvents"]["parameters"]["query"]>;

export type SendEventsQuery = NonNullable<operations["sendEvents"]["parameters"]["query"]>;

export type GetEventQuery = NonNullable<operations["getEvent"]["parameters"]["query"]>;

export type GetEventLineageQuery = NonNullable<operations["getEventLineage"]["parameters"]["query"]>;

export class EventsApi extends Resource {
  /**
   * List stored events by when they happened, the latest first
   * `GET /v1/events`
   */
  list(query: ListEventsQuery = {}, options?: RequestOptions): PagePromise<Models.StoredEvent, Models.EventPage> {
    return this.transport.list({ method: "GET", path: "/v1/events", query }, options);
  }

  /**
   * Send events: one object, an array, or NDJSON; at most 1,000 events and 5 MB inflated, 256 KB each
   * Also 202 when some records fail: `results` names them. An event is known by its source and id, so sending it again is safe. Each record counts against the tenant's quota `events`; a request with more of them than are left is 429 and takes none.
   * `POST /v1/events`
   */
  send(body: NonNullable<operations["sendEvents"]["requestBody"]>["content"]["application/json"], query: SendEventsQuery = {}, options?: RequestOptions): ApiPromise<Models.IngestAnswer> {
    return this.transport.call({ method: "POST", path: "/v1/events", query, body, idempotencyKey: false }, options);
  }

  /**
   * Read one stored event by its sender's id
   * `GET /v1/events/{id}`
   */
  retrieve(id: string, query: GetEventQuery = {}, options?: RequestOptions): ApiPromise<Models.StoredEvent> {
    return this.transport.call({ method: "GET", path: path`/v1/events/${id}`, query }, options);
  }

  /**
   * Read where an event came from: log position, batch and request, row of a file, raw body
   * `GET /v1/events/{id}/lineage`
   */
  retrieveLineage(id: string, query: GetEventLineageQuery = {}, options?: RequestOptions): ApiPromise<Models.EventLineage> {
    return this.transport.call({ method: "GET", path: path`/v1/events/${id}/lineage`, query }, options);
  }
}
