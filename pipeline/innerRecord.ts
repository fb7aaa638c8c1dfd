import type { DeliveryTouched, FailureDetected, Result } from "../events/event.ts";
import { encodeEnvelope } from "../events/log/envelope.ts";
import type { LogAppend } from "../events/log/port.ts";
import { newId } from "../tenancy/id.ts";
import { toFailure } from "../warehouse/failures/toFailure.ts";
import type { FailureFactRow } from "../warehouse/tables.ts";
import { fromClickHouseTime } from "../warehouse/time.ts";

interface Bodies {
  deliveries_touched: DeliveryTouched;
  deliveries_touched_bulk: DeliveryTouched;
  failures_detected: FailureDetected;
  failures_detected_bulk: FailureDetected;
  results: Result;
}

/** A record of one of the pipeline's own topics, keyed by the delivery, so that one owner sees all of it in order. */
export function innerRecord<T extends keyof Bodies>(
  topic: T,
  tenantKey: number,
  deliveryId: string,
  body: Bodies[T],
  now: number,
): LogAppend {
  return {
    topic,
    key: `${tenantKey}:${deliveryId}`,
    value: encodeEnvelope({
      tenant_key: tenantKey,
      batch_id: "",
      request_id: newId("req_"),
      traceparent: null,
      received_at: new Date(now).toISOString(),
      schema_version: "1",
      content_hash: "",
      body,
    }),
  };
}

/** What is told of a failure at its version: `data` is what `GET /v1/failures/{id}` then answers. */
export function failureResult(type: string, row: FailureFactRow, now: number): LogAppend {
  const body: Result = {
    type,
    object_id: row.failure_id,
    version: row.version,
    occurred_at: fromClickHouseTime(row.occurred_at),
    data: { ...toFailure(row) },
  };
  return innerRecord("results", row.tenant_key, row.delivery_id, body, now);
}
