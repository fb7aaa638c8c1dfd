// Generated from openapi/openapi.json by `npm run sdk`: do not edit.

import type { ApiPromise } from "../../core/apiPromise.ts";
import type { RequestOptions } from "../../core/options.ts";
import type { PagePromise } from "../../core/page.ts";
import { Resource } from "../../core/resource.ts";
import type * as Models from "../models.ts";
import type { operations } from "../schema.ts";

export type ListTenantsQuery = NonNullable<operations["listTenants"]["parameters"]["query"]>;

export class OperatorApi extends Resource {
  /**
   * List tenants, the newest first
   * `GET /v1/operator/tenants`
   */
  listTenants(query: ListTenantsQuery = {}, options?: RequestOptions): PagePromise<Models.Tenant, Models.TenantPage> {
    return this.transport.list({ method: "GET", path: "/v1/operator/tenants", query }, options);
  }

  /**
   * Create a tenant with its sandbox and a first admin key for each
   * `POST /v1/operator/tenants`
   */
  createTenant(body: Models.TenantCreate, options?: RequestOptions): ApiPromise<Models.TenantCreated> {
    return this.transport.call({ method: "POST", path: "/v1/operator/tenants", body }, options);
  }
}
