// Generated from openapi/openapi.json by `npm run sdk`: do not edit.

import type { ApiPromise } from "../../core/apiPromise.ts";
import { path } from "../../core/encode.ts";
import type { RequestOptions } from "../../core/options.ts";
import type { PagePromise } from "../../core/page.ts";
import { Resource } from "../../core/resource.ts";
import type * as Models from "../models.ts";
import type { operations } from "../schema.ts";

export type ListApiKeysQuery = NonNullable<operations["listApiKeys"]["parameters"]["query"]>;

export class ApiKeysApi extends Resource {
  /**
   * List the tenant's keys, revoked ones too, without their secrets
   * `GET /v1/api-keys`
   */
  list(query: ListApiKeysQuery = {}, options?: RequestOptions): PagePromise<Models.ApiKey, Models.ApiKeyPage> {
    return this.transport.list({ method: "GET", path: "/v1/api-keys", query }, options);
  }

  /**
   * Create a key with scopes of its own
   * `POST /v1/api-keys`
   */
  create(body: Models.ApiKeyCreate, options?: RequestOptions): ApiPromise<Models.ApiKeyWithSecret> {
    return this.transport.call({ method: "POST", path: "/v1/api-keys", body }, options);
  }

  /**
   * Revoke a key at once and for good
   * `DELETE /v1/api-keys/{id}`
   */
  revoke(id: string, options?: RequestOptions): ApiPromise<void> {
    return this.transport.call({ method: "DELETE", path: path`/v1/api-keys/${id}`, answer: "none" }, options);
  }
}
