import type { Database } from "./database.ts";
import type { Scope } from "./scopes.ts";

export type TenantId = `ten_${string}`;
export type Mode = "live" | "test";
export type Placement = "pooled" | "dedicated";

/** A tenant as the code sees it. `key` is the numeric identity in log and warehouse: never reused, 0 reserved. */
export interface Tenant {
  readonly id: TenantId;
  readonly key: number;
  readonly mode: Mode;
  readonly placement: Placement;
  readonly parentId: TenantId | null;
  /** Minutes after `promised_by` at which an undelivered delivery becomes an open `late`. */
  readonly lateGraceMinutes: number;
  /** Events a second that it may send. */
  readonly eventsPerSecond: number;
}

export type Actor =
  | { readonly kind: "api_key"; readonly id: string }
  | { readonly kind: "operator"; readonly id: "operator" };

/** What every verb receives first: who asks, for which tenant, with which scopes. No globals beside it. */
export interface Ctx {
  readonly tenant: Tenant;
  readonly actor: Actor;
  readonly scopes: ReadonlySet<Scope>;
  /** Sources that this credential may write as; null = any. */
  readonly sources: readonly string[] | null;
  readonly requestId: string;
  readonly traceparent: string | null;
  readonly db: Database;
}
