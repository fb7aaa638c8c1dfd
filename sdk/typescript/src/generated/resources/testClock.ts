// Generated from openapi/openapi.json by `npm run sdk`: do not edit.

import type { ApiPromise } from "../../core/apiPromise.ts";
import type { RequestOptions } from "../../core/options.ts";
import { Resource } from "../../core/resource.ts";
import type * as Models from "../models.ts";

export class TestClockApi extends Resource {
  /**
   * Move the sandbox's clock on, so that promises run out and analyses become final
   * For test keys only: a live key finds nothing here.
   * `POST /v1/test-clock/advance`
   */
  advance(body: Models.TestClockAdvance, options?: RequestOptions): ApiPromise<Models.TestClock> {
    return this.transport.call({ method: "POST", path: "/v1/test-clock/advance", body }, options);
  }
}
