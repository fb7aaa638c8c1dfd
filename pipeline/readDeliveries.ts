import { decodeEnvelope } from "../events/log/envelope.ts";
import type { LogRange } from "../events/log/port.ts";
import type { TenantDirectory } from "../tenancy/tenants/tenantsByKey.ts";
import { type DeliveryRef, deliveryKey } from "./deliveries/loadDeliveries.ts";
import { RetryLater } from "./outcome.ts";

interface InnerBody {
  readonly delivery_id: string;
  readonly swept_at?: number;
  readonly quiet?: boolean;
}

/** What ranges say of one delivery: its last record, and the latest clock at which a sweep asked, epoch ms. */
export interface ToldDelivery<Body> extends DeliveryRef {
  /** The first that tells of it: one of the usual lane where one of the slow lane does too. */
  readonly range: LogRange;
  readonly offset: number;
  readonly body: Body;
  readonly sweptAt: number | null;
  /** Whether every record of it says that nobody is to be told. */
  readonly quiet: boolean;
}

/** Which deliveries ranges of one of the pipeline's own topics tell of, each once. Throws RetryLater for an unknown tenant. */
export async function readDeliveries<Body extends InnerBody>(
  ranges: readonly LogRange[],
  tenants: Pick<TenantDirectory, "byKeys">,
): Promise<readonly ToldDelivery<Body>[]> {
  const records = ranges.flatMap((range) =>
    range.records.map(({ offset, value }) => ({ range, offset, ...decodeEnvelope<Body>(value) })),
  );
  const byKey = await tenants.byKeys([...new Set(records.map((record) => record.tenant_key))]);
  const distinct = new Map<string, ToldDelivery<Body>>();
  for (const { tenant_key, range, offset, body } of records) {
    const tenant = byKey.get(tenant_key);
    if (!tenant) throw new RetryLater(`no tenant has key ${tenant_key} (offset ${offset})`);
    const key = deliveryKey(tenant_key, body.delivery_id);
    const before = distinct.get(key);
    const swept = Math.max(before?.sweptAt ?? 0, body.swept_at ?? 0);
    const last = before && before.range !== range ? before : { range, offset, body };
    distinct.set(key, {
      tenant,
      deliveryId: body.delivery_id,
      range: last.range,
      offset: last.offset,
      body: last.body,
      sweptAt: swept === 0 ? null : swept,
      quiet: body.quiet === true && (before?.quiet ?? true),
    });
  }
  return [...distinct.values()];
}
