import type { DETECTED_TOPICS, EventLog } from "../../events/log/port.ts";
import type { Tenant } from "../../tenancy/context.ts";
import { DomainError } from "../../tenancy/errors.ts";
import { appendAll } from "../appendAll.ts";
import { innerRecord } from "../innerRecord.ts";

export interface ToAnalyse {
  readonly failure_id: string;
  readonly delivery_id: string;
}

/**
 * Has failures of a tenant analysed again, by the owners of their deliveries; many at once belong in the slow lane.
 * Throws `unavailable` when the event log takes none.
 */
export async function askAnalysis(
  eventLog: EventLog,
  tenant: Pick<Tenant, "key">,
  failures: readonly ToAnalyse[],
  topic: (typeof DETECTED_TOPICS)[number] = "failures_detected",
): Promise<void> {
  const byDelivery = Map.groupBy(failures, ({ delivery_id }) => delivery_id);
  const records = [...byDelivery].map(([delivery_id, of]) =>
    innerRecord(
      topic,
      tenant.key,
      delivery_id,
      { delivery_id, failure_ids: of.map(({ failure_id }) => failure_id) },
      Date.now(),
    ),
  );
  const outcome = await appendAll(eventLog, records);
  if (outcome.kind !== "ok")
    throw new DomainError("unavailable", "the event log takes nothing just now", { retryAfter: 2 });
}
