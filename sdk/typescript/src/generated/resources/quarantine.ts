// Generated from openapi/openapi.json by `npm run sdk`: do not edit.

import type { ApiPromise } from "../../core/apiPromise.ts";
import { path } from "../../core/encode.ts";
import type { RequestOptions } from "../../core/options.ts";
import type { PagePromise } from "../../core/page.ts";
import { Resource } from "../../core/resource.ts";
import type * as Models from "../models.ts";
import type { operations } from "../schema.ts";

export type ListQuarantineReplaysQuery = NonNullable<operations["listQuarantineReplays"]["parameters"]["query"]>;

export type ListQuarantineQuery = NonNullable<operations["listQuarantine"]["parameters"]["query"]>;

export type ListQuarantineGroupsQuery = NonNullable<operations["listQuarantineGroups"]["parameters"]["query"]>;

export class QuarantineApi extends Resource {
  /**
   * Send all open items of a group, an import or another filter again as they came
   * Workers send them in portions: follow it by reading it. Items quarantined later are left out. While it is under way, the same request answers the same replay; events that are stored already are not stored twice.
   * `POST /v1/quarantine/replay`
   */
  replay(body: Models.QuarantineReplayCreate, options?: RequestOptions): ApiPromise<Models.QuarantineReplay> {
    return this.transport.call({ method: "POST", path: "/v1/quarantine/replay", body }, options);
  }

  /**
   * List replays, the newest first
   * `GET /v1/quarantine/replays`
   */
  listReplays(query: ListQuarantineReplaysQuery = {}, options?: RequestOptions): PagePromise<Models.QuarantineReplay, Models.QuarantineReplayPage> {
    return this.transport.list({ method: "GET", path: "/v1/quarantine/replays", query }, options);
  }

  /**
   * Read how far a replay is
   * `GET /v1/quarantine/replays/{id}`
   */
  retrieveReplay(id: string, options?: RequestOptions): ApiPromise<Models.QuarantineReplay> {
    return this.transport.call({ method: "GET", path: path`/v1/quarantine/replays/${id}` }, options);
  }

  /**
   * List records that could not be taken, the newest first
   * One item per event, however often it came; kept for 30 days after it last came.
   * `GET /v1/quarantine`
   */
  list(query: ListQuarantineQuery = {}, options?: RequestOptions): PagePromise<Models.QuarantineItem, Models.QuarantinePage> {
    return this.transport.list({ method: "GET", path: "/v1/quarantine", query }, options);
  }

  /**
   * Count quarantined records by source, type, reason and place, the largest group first
   * `GET /v1/quarantine/groups`
   */
  listGroups(query: ListQuarantineGroupsQuery = {}, options?: RequestOptions): PagePromise<Models.QuarantineGroup, Models.QuarantineGroupPage> {
    return this.transport.list({ method: "GET", path: "/v1/quarantine/groups", query }, options);
  }

  /**
   * Read one quarantined record with what was sent
   * `GET /v1/quarantine/{id}`
   */
  retrieve(id: string, options?: RequestOptions): ApiPromise<Models.QuarantineDetail> {
    return this.transport.call({ method: "GET", path: path`/v1/quarantine/${id}` }, options);
  }

  /**
   * Send a quarantined record again, as it came or mended
   * The item is closed when its event counts as good: at once for one that the API had refused, else once it is stored. 422 tells what is still wrong; the item then stays.
   * `POST /v1/quarantine/{id}/resubmit`
   */
  resubmit(id: string, body?: Models.QuarantineResubmit, options?: RequestOptions): ApiPromise<Models.QuarantineItem> {
    return this.transport.call({ method: "POST", path: path`/v1/quarantine/${id}/resubmit`, body }, options);
  }

  /**
   * Give a quarantined record up, with a reason
   * `POST /v1/quarantine/{id}/reject`
   */
  reject(id: string, body: Models.QuarantineReject, options?: RequestOptions): ApiPromise<Models.QuarantineItem> {
    return this.transport.call({ method: "POST", path: path`/v1/quarantine/${id}/reject`, body }, options);
  }
}
