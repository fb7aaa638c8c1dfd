import { sql } from "drizzle-orm";
import { qualityAlerts } from "../../drizzle/schema/quality.ts";
import type { Tx } from "../../tenancy/database.ts";
import { newId } from "../../tenancy/id.ts";
import { BUCKET_MINUTES, bucketOf } from "./addCounts.ts";
import { ALERT } from "./alert.ts";

type Judged = {
  readonly tenant_id: string;
  readonly source: string;
  readonly received: number;
  readonly refused: number;
};

/** The window's buckets, the running one among them, summed up by source. */
const SUMS = sql`
  select tenant_id, source, sum(stored + duplicate + conflict + quarantined + rejected)::float8 as received,
         sum(conflict + quarantined + rejected)::float8 as refused
  from quality_counts
  where at > ${bucketOf(sql`now()`)} - ${ALERT.windowMinutes} * interval '1 minute'
  group by tenant_id, source`;

/** Opens and resolves the alerts of all tenants, under the system role; safe to repeat. Answers how many it changed. */
export async function judgeSources(tx: Tx): Promise<number> {
  const found = await tx.execute<Judged>(sql`
    select s.* from (${SUMS}) s
    where s.received >= ${ALERT.minReceived} and s.refused > s.received * ${ALERT.openAbove}::float8
      and not exists (
        select from quality_alerts a
        where a.tenant_id = s.tenant_id and a.source = s.source
          and (a.state = 'open' or a.opened_at > now() - ${ALERT.windowMinutes} * interval '1 minute'))`);
  if (found.length > 0) {
    const rows = found.map(({ tenant_id, ...rest }) => ({ tenantId: tenant_id, id: newId("qal_"), ...rest }));
    await tx.insert(qualityAlerts).values(rows).onConflictDoNothing();
  }
  const over = await tx.execute(sql`
    update quality_alerts a set state = 'resolved', resolved_at = now(), version = a.version + 1,
           resolved_received = coalesce(s.received, 0), resolved_refused = coalesce(s.refused, 0)
    from quality_alerts o left join (${SUMS}) s on s.tenant_id = o.tenant_id and s.source = o.source
    where a.tenant_id = o.tenant_id and a.id = o.id and a.state = 'open'
      and coalesce(s.refused, 0) <= coalesce(s.received, 0) * ${ALERT.closeBelow}::float8
    returning a.id`);
  return found.length + over.length;
}

/** Deletes counts that no window and no report reaches any more. */
export async function trimCounts(tx: Tx, days: number): Promise<void> {
  await tx.execute(sql`
    delete from quality_counts
    where at < ${bucketOf(sql`now()`)} - ${days} * interval '1 day' - ${BUCKET_MINUTES} * interval '1 minute'`);
}
