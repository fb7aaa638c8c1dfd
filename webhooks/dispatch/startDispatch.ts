import { and, eq } from "drizzle-orm";
import type { Logger } from "pino";
import { webhookPositions } from "../../drizzle/schema/webhook.ts";
import type { Result } from "../../events/event.ts";
import { decodeEnvelope } from "../../events/log/envelope.ts";
import type {
  EventLog,
  LogRange,
  SubscribeOptions,
  Subscription,
  TopicPartition,
} from "../../events/log/port.ts";
import { watched } from "../../events/log/waiting/watched.ts";
import { type Database, withSystem } from "../../tenancy/database.ts";
import type { TenantDirectory } from "../../tenancy/tenants/tenantsByKey.ts";
import { type MessageRow, toMessage } from "./toMessage.ts";
import { writeMessages } from "./writeMessages.ts";

export interface DispatchDeps {
  readonly db: Database;
  readonly eventLog: EventLog;
  readonly tenants: Pick<TenantDirectory, "byKeys">;
  readonly log: Logger;
}

/** Who reads what, for those who ask how far behind it is. */
export const DISPATCH_GROUP = { group: "webhooks", topics: ["results"] } as const;

const MAX_RECORDS = 1000;

/**
 * Follows the topic `results` and turns each result into a message for the endpoints that want its type.
 * Messages, their deliveries and the position in the log are one transaction, so a repeated range adds nothing.
 */
export function startDispatch(deps: DispatchDeps): Promise<Subscription> {
  const options: SubscribeOptions = {
    ...DISPATCH_GROUP,
    maxRecords: MAX_RECORDS,
    position: (at) => readPosition(deps.db, at),
    onRange: (range) => dispatchRange(deps, range),
  };
  return deps.eventLog.subscribe(watched(deps, options));
}

/** Dispatches one range of results; safe to repeat. Rejects when Postgres cannot be written to. */
export async function dispatchRange(deps: Omit<DispatchDeps, "eventLog">, range: LogRange): Promise<void> {
  const results = range.records.map((record) => decodeEnvelope<Result>(record.value));
  const tenants = await deps.tenants.byKeys([...new Set(results.map((result) => result.tenant_key))]);
  const messages: MessageRow[] = [];
  for (const { tenant_key, body } of results) {
    const tenant = tenants.get(tenant_key);
    if (tenant) messages.push(toMessage(tenant.id, body));
    else deps.log.warn({ tenant_key, type: body.type }, "result of an unknown tenant dropped");
  }
  await withSystem(deps.db, "webhook dispatch", (tx) => writeMessages(tx, messages, range));
}

async function readPosition(db: Database, at: TopicPartition): Promise<number | undefined> {
  const [row] = await withSystem(db, "webhook position", (tx) =>
    tx
      .select()
      .from(webhookPositions)
      .where(and(eq(webhookPositions.topic, at.topic), eq(webhookPositions.partition, at.partition))),
  );
  return row?.nextOffset;
}
