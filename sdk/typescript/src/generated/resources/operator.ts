// Generated from openapi/openapi.json by `npm run sdk`: do not edit.

import type { ApiPromise } from "../../core/apiPromise.ts";
import { path } from "../../core/encode.ts";
import type { RequestOptions } from "../../core/options.ts";
import type { PagePromise } from "../../core/page.ts";
import { Resource } from "../../core/resource.ts";
import type * as Models from "../models.ts";
import type { operations } from "../schema.ts";

export type ListTenantsQuery = NonNullable<operations["listTenants"]["parameters"]["query"]>;

export type ListJobRunsQuery = NonNullable<operations["listJobRuns"]["parameters"]["query"]>;

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

  /**
   * Change a tenant's quota, suspend it or let it go on; the same for its sandbox
   * `PATCH /v1/operator/tenants/{id}`
   */
  changeTenant(id: string, body: Models.TenantChange, options?: RequestOptions): ApiPromise<Models.Tenant> {
    return this.transport.call({ method: "PATCH", path: path`/v1/operator/tenants/${id}`, body }, options);
  }

  /**
   * List scheduled jobs: when each runs next, and how it has been doing
   * All of them on one page.
   * `GET /v1/operator/jobs`
   */
  listJobs(options?: RequestOptions): ApiPromise<Models.JobList> {
    return this.transport.call({ method: "GET", path: "/v1/operator/jobs" }, options);
  }

  /**
   * List a job's attempts, the newest first
   * Kept are the last 100 attempts that succeeded (and those of the running hour), and all others of 30 days.
   * `GET /v1/operator/jobs/{name}/runs`
   */
  listJobRuns(name: string, query: ListJobRunsQuery = {}, options?: RequestOptions): PagePromise<Models.JobRun, Models.JobRunPage> {
    return this.transport.list({ method: "GET", path: path`/v1/operator/jobs/${name}/runs`, query }, options);
  }

  /**
   * Read how far each stage is behind the event log, and where it waits
   * `GET /v1/operator/lag`
   */
  retrieveLag(options?: RequestOptions): ApiPromise<Models.LagReport> {
    return this.transport.call({ method: "GET", path: "/v1/operator/lag" }, options);
  }
}
