import { sql } from "drizzle-orm";
import type { Tx } from "../../tenancy/database.ts";
import { CONFLICT_REASON } from "./item.ts";

/** An event that came in order, and the batch that it came with. */
export interface SettledEvent {
  readonly tenantId: string;
  readonly source: string;
  readonly id: string;
  /** Of the same source: the event that it replaces. */
  readonly corrects?: string | undefined;
  readonly batchId: string;
}

/** Whether it came again by itself or was sent again from the quarantine shows in its batch. */
const CLOSED = sql`
  status = 'closed', closed_at = now(), closed_batch_id = i.batch_id,
  resolution = case when q.resubmitted_batch_id = i.batch_id then 'resubmitted' else 'corrected' end,
  closed_by = case when q.resubmitted_batch_id = i.batch_id then q.resubmitted_by end`;

/**
 * At the edge: closes what it had refused of a tenant's events that it takes now, if it had refused any. A conflict stays
 * open: its identity was taken before it came.
 */
export async function closeRefused(tx: Tx, events: readonly SettledEvent[]): Promise<void> {
  const [first] = events;
  if (first === undefined) return;
  const [open] = await tx.execute(sql`
    select from quarantine where tenant_id = ${first.tenantId} and status = 'open' and stage = 'edge' limit 1`);
  if (open === undefined) return;
  await tx.execute(sql`
    update quarantine q set ${CLOSED} from ${asRows(events)}
    where q.tenant_id = i.tenant_id and q.status = 'open' and q.stage = 'edge' and q.code <> ${CONFLICT_REASON}
      and q.source = i.source and q.event_id = i.event_id`);
}

/**
 * Once events are stored: closes what the store stage had refused under their identities, and the conflicts that they
 * correct. Looks first whether there is anything open, since there seldom is.
 */
export async function closeStored(tx: Tx, events: readonly SettledEvent[]): Promise<void> {
  const tenants = [...new Set(events.map(({ tenantId }) => tenantId))];
  const open = await tx.execute<{ tenant_id: string }>(sql`
    select t.tenant_id from unnest(${sql.param(tenants)}::text[]) as t (tenant_id)
    where exists (
      select from quarantine q
      where q.tenant_id = t.tenant_id and q.status = 'open' and (q.stage = 'store' or q.code = 'event_id_conflict'))`);
  const affected = new Set(open.map(({ tenant_id }) => tenant_id));
  const some = events.filter(({ tenantId }) => affected.has(tenantId));
  if (some.length === 0) return;
  await tx.execute(sql`
    update quarantine q set ${CLOSED} from ${asRows(some)}
    where q.tenant_id = i.tenant_id and q.status = 'open' and (q.stage = 'store' or q.code = 'event_id_conflict')
      and q.source = i.source
      and q.event_id = case when q.code = 'event_id_conflict' then i.corrects else i.event_id end`);
}

function asRows(events: readonly SettledEvent[]) {
  const texts = (of: (event: SettledEvent) => string) => sql`${sql.param(events.map(of))}::text[]`;
  return sql`unnest(${texts(({ tenantId }) => tenantId)}, ${texts(({ source }) => source)}, ${texts(({ id }) => id)},
    ${texts(({ corrects = "" }) => corrects)}, ${texts(({ batchId }) => batchId)})
    as i (tenant_id, source, event_id, corrects, batch_id)`;
}
