import type { SealedEvent } from "../../events/event.ts";
import { idHash, rawKey } from "../../events/identity.ts";
import { encodeEnvelope } from "../../events/log/envelope.ts";
import type { LogRange } from "../../events/log/port.ts";
import type { Tenant } from "../../tenancy/context.ts";

export interface RangeInput {
  readonly tenant: Pick<Tenant, "key">;
  readonly first: number;
  readonly batchId?: string;
  /** Members of each event beside the usual ones; each becomes a record. */
  readonly events: readonly (Partial<SealedEvent> & Pick<SealedEvent, "id">)[];
}

/** For tests: a range as a consumer is handed it, that no log needs to hold. */
export function makeRange({ tenant, first, batchId = "bat_test", events }: RangeInput): LogRange {
  const place = { topic: "orders_raw", partition: 3 } as const;
  const records = events.map((event, n) => ({
    ...place,
    offset: first + n,
    key: rawKey(tenant.key, idHash(event.source ?? "oms", event.id)),
    appendedAt: Date.now(),
    value: encodeEnvelope({
      tenant_key: tenant.key,
      batch_id: batchId,
      request_id: "req_test",
      traceparent: null,
      received_at: new Date().toISOString(),
      schema_version: "1",
      content_hash: event.id,
      body: {
        source: "oms",
        type: "order.created",
        occurred_at: "2026-11-20T12:00:00.000Z",
        order_id: event.id,
        delivery_id: event.id,
        personal: null,
        derived: null,
        ...event,
      },
    }),
  }));
  return { ...place, first, last: first + events.length - 1, records };
}
