import type { PreviousSecret } from "../../drizzle/schema/webhook.ts";
import type { Database } from "../../tenancy/database.ts";

/** A delivery that this process may attempt until its lease ends; names are those of the function's columns. */
export interface Lease {
  readonly tenant_id: string;
  readonly message_id: string;
  readonly endpoint_id: string;
  /** 1-based; also the fence: only the latest lease's outcome is taken. */
  readonly attempt: number;
  readonly url: string;
  readonly secret: string;
  readonly previous_secrets: readonly PreviousSecret[];
  readonly payload: string;
}

export interface LeaseRequest {
  readonly batch: number;
  readonly leaseSeconds: number;
  /** Most deliveries for an endpoint that `rooms` does not name. */
  readonly room: number;
  /** Most deliveries for endpoints with attempts in hand or a history here. */
  readonly rooms: ReadonlyMap<string, number>;
}

/** Takes due deliveries of all tenants, so many per endpoint; another process skips them until their lease ends. */
export async function leaseDue(db: Database, request: LeaseRequest): Promise<readonly Lease[]> {
  const sql = db.systemSql;
  return sql<Lease[]>`select * from lease_due_deliveries(
    ${request.batch}, ${request.leaseSeconds}, ${request.room},
    ${[...request.rooms.keys()]}::text[], ${[...request.rooms.values()]}::integer[])`;
}
