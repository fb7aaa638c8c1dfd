// Generated from openapi/openapi.json by `npm run sdk`: do not edit.

import type { ApiPromise } from "../../core/apiPromise.ts";
import { path } from "../../core/encode.ts";
import type { RequestOptions } from "../../core/options.ts";
import type { PagePromise } from "../../core/page.ts";
import { Resource } from "../../core/resource.ts";
import type * as Models from "../models.ts";
import type { operations } from "../schema.ts";

export type ListEntitiesQuery = NonNullable<operations["listEntities"]["parameters"]["query"]>;

export type GetEntityQuery = NonNullable<operations["getEntity"]["parameters"]["query"]>;

export class EntitiesApi extends Resource {
  /**
   * Search clients, customers, drivers, vehicles, warehouses and carriers as they are now
   * `GET /v1/entities`
   */
  list(query: ListEntitiesQuery = {}, options?: RequestOptions): PagePromise<Models.EntitySummary, Models.EntityPage> {
    return this.transport.list({ method: "GET", path: "/v1/entities", query }, options);
  }

  /**
   * Read one entity as it is, or was at a time, with its versions
   * `GET /v1/entities/{kind}/{id}`
   */
  retrieve(kind: string, id: string, query: GetEntityQuery = {}, options?: RequestOptions): ApiPromise<Models.Entity> {
    return this.transport.call({ method: "GET", path: path`/v1/entities/${kind}/${id}`, query }, options);
  }
}
