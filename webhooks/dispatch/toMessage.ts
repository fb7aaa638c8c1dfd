import type { Result } from "../../events/event.ts";
import { hashId } from "../../tenancy/id.ts";

/** A message as it is written; names are those of the columns. */
export interface MessageRow {
  readonly tenant_id: string;
  readonly id: string;
  readonly type: string;
  readonly object_id: string;
  readonly version: number;
  readonly payload: string;
}

/** The one message of (tenant, type, object, version): its id follows from them, so a repeat is the same message. */
export function toMessage(tenantId: string, result: Result): MessageRow {
  return {
    tenant_id: tenantId,
    id: hashId("msg_", tenantId, result.type, result.object_id, String(result.version)),
    type: result.type,
    object_id: result.object_id,
    version: result.version,
    payload: JSON.stringify({ type: result.type, timestamp: result.occurred_at, data: result.data }),
  };
}
