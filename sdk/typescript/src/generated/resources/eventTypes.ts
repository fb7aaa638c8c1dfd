// Generated from openapi/openapi.json by `npm run sdk`: do not edit.

import type { ApiPromise } from "../../core/apiPromise.ts";
import type { RequestOptions } from "../../core/options.ts";
import { Resource } from "../../core/resource.ts";
import type * as Models from "../models.ts";

export class EventTypesApi extends Resource {
  /**
   * List the event types and reasons that senders may use
   * `GET /v1/event-types`
   */
  list(options?: RequestOptions): ApiPromise<Models.EventTypeList> {
    return this.transport.call({ method: "GET", path: "/v1/event-types" }, options);
  }
}
