import { sql } from "drizzle-orm";
import type { Tx } from "../../tenancy/database.ts";

/** Closes the open items of events that came again in order. A conflict stays open: its identity was taken before it came. */
export async function closeQuarantined(
  tx: Tx,
  tenantId: string,
  identities: readonly { readonly source: string; readonly id: string }[],
): Promise<void> {
  if (identities.length === 0) return;
  const sources = sql.param(identities.map(({ source }) => source));
  const ids = sql.param(identities.map(({ id }) => id));
  await tx.execute(sql`
    update quarantine q set status = 'closed', closed_at = now()
    from unnest(${sources}::text[], ${ids}::text[]) as i (source, event_id)
    where q.tenant_id = ${tenantId} and q.status = 'open' and q.code <> 'event_id_conflict'
      and q.source = i.source and q.event_id = i.event_id`);
}
