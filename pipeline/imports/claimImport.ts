import { sql } from "drizzle-orm";
import { type Database, withSystem } from "../../tenancy/database.ts";
import { newId } from "../../tenancy/id.ts";

/** The right to work on an import until the lease ends; `worker` is new for each, and fences every write. */
export interface Claim {
  readonly tenantId: string;
  readonly tenantKey: number;
  readonly importId: string;
  readonly worker: string;
}

/** A worker that dies is replaced after this, at the latest. */
export const LEASE_SECONDS = 12;

const HAS_WORK = sql.raw("(i.state IN ('queued', 'running', 'settling') OR i.to_announce)");

/**
 * Takes an import that nobody works on, or null. Of one tenant one at a time, in the order they were started; of
 * several tenants the one that was served least recently. Claims wait for each other: there are few.
 */
export async function claimImport(db: Database): Promise<Claim | null> {
  const worker = newId("wrk_");
  return withSystem(db, "imports: claim", async (tx) => {
    await tx.execute(sql`SELECT pg_advisory_xact_lock(hashtextextended('imports/claim', 0))`);
    const [row] = await tx.execute<{ tenant_id: string; id: string; tenant_key: number }>(sql`
      WITH open AS (
        SELECT DISTINCT ON (i.tenant_id) i.tenant_id, i.id, i.started_at, i.leased_until
        FROM imports i WHERE ${HAS_WORK}
        ORDER BY i.tenant_id, i.started_at, i.id
      ), next AS (
        SELECT o.tenant_id, o.id FROM open o
        WHERE coalesce(o.leased_until < now(), true)
        ORDER BY (SELECT max(e.leased_until) FROM imports e WHERE e.tenant_id = o.tenant_id) NULLS FIRST, o.started_at
        LIMIT 1
      )
      UPDATE imports i SET worker = ${worker}, leased_until = now() + ${LEASE_SECONDS} * interval '1 second'
      FROM next, tenants t
      WHERE i.tenant_id = next.tenant_id AND i.id = next.id AND t.id = i.tenant_id
      RETURNING i.tenant_id, i.id, t.tenant_key`);
    if (!row) return null;
    return { tenantId: row.tenant_id, tenantKey: row.tenant_key, importId: row.id, worker };
  });
}
