// Generated from openapi/openapi.json by `npm run sdk`: do not edit.

import type { ApiPromise } from "../../core/apiPromise.ts";
import type { RequestOptions } from "../../core/options.ts";
import { Resource } from "../../core/resource.ts";
import type * as Models from "../models.ts";

export class HealthApi extends Resource {
  /**
   * Whether the process is alive
   * `GET /healthz`
   */
  retrieve(options?: RequestOptions): ApiPromise<Models.Health> {
    return this.transport.call({ method: "GET", path: "/healthz" }, options);
  }

  /**
   * Whether requests can be served, with the state of each dependency
   * For balancers: nothing new should be sent to a process that answers 503. One that is about to end says so (`draining`) while it still serves.
   * `GET /readyz`
   */
  retrieveReadiness(options?: RequestOptions): ApiPromise<Models.Readiness> {
    return this.transport.call({ method: "GET", path: "/readyz" }, options);
  }
}
