import { sql } from "drizzle-orm";
import type { LogRange } from "../../events/log/port.ts";
import type { Tx } from "../../tenancy/database.ts";
import { WAKE_CHANNEL } from "../wake.ts";
import type { MessageRow } from "./toMessage.ts";

/**
 * Writes the messages that some enabled endpoint wants, a delivery for each such endpoint, and the position behind
 * the range: three statements whatever the size. A message that is there already gets no further deliveries.
 */
export async function writeMessages(
  tx: Tx,
  messages: readonly MessageRow[],
  range: Pick<LogRange, "topic" | "partition" | "last">,
): Promise<void> {
  if (messages.length > 0) await insertMessages(tx, messages);
  await tx.execute(sql`
    insert into webhook_positions as p (topic, partition, next_offset)
    values (${range.topic}, ${range.partition}, ${range.last + 1})
    on conflict (topic, partition) do update set next_offset = greatest(p.next_offset, excluded.next_offset)`);
}

async function insertMessages(tx: Tx, messages: readonly MessageRow[]): Promise<void> {
  const rows = JSON.stringify(messages);
  // The share lock makes a deletion of the endpoint wait, so that it sees and ends the deliveries written here.
  const inserted = await tx.execute(sql`
    with given as materialized (
      select distinct on (tenant_id, id) *
      from jsonb_to_recordset(${rows}::text::jsonb)
        as g (tenant_id text, id text, type text, object_id text, version integer, payload text)
    ), wanting as materialized (
      select e.tenant_id, e.id, e.event_types
      from webhook_endpoints e
      where e.enabled and e.tenant_id in (select tenant_id from given)
      for key share
    ), wanted as materialized (
      select g.tenant_id, g.id as message_id, w.id as endpoint_id
      from given g join wanting w on w.tenant_id = g.tenant_id and g.type = any (w.event_types)
    ), written as (
      insert into webhook_messages (tenant_id, id, type, object_id, version, payload)
      select g.tenant_id, g.id, g.type, g.object_id, g.version, g.payload from given g
      where exists (select from wanted w where w.tenant_id = g.tenant_id and w.message_id = g.id)
      order by g.tenant_id, g.id
      on conflict do nothing
      returning tenant_id, id
    )
    insert into webhook_deliveries (tenant_id, message_id, endpoint_id)
    select w.tenant_id, w.message_id, w.endpoint_id
    from written m join wanted w on w.tenant_id = m.tenant_id and w.message_id = m.id
    returning 1`);
  if (inserted.length > 0) await tx.execute(sql`select pg_notify(${WAKE_CHANNEL}, '')`);
}
