import { sql } from "drizzle-orm";
import { type Database, type Tx, withSystem } from "../../tenancy/database.ts";
import type { Outcome } from "./attempt.ts";

/** Writes the outcomes of many attempts: their log, the state of their deliveries, and endpoints that are gone. */
export async function settleOutcomes(db: Database, outcomes: readonly Outcome[]): Promise<void> {
  const rows = JSON.stringify(outcomes);
  const gone = outcomes.filter((outcome) => outcome.gone);
  await withSystem(db, "webhook outcomes", async (tx) => {
    await writeOutcomes(tx, rows);
    if (gone.length > 0) await disableGone(tx, gone);
  });
}

/** The attempt number fences: when the lease ran out and another attempt began, only the log is written. */
async function writeOutcomes(tx: Tx, rows: string): Promise<void> {
  await tx.execute(sql`
    with o as materialized (
      select * from jsonb_to_recordset(${rows}::text::jsonb) as o (
        tenant_id text, message_id text, endpoint_id text, attempt integer, id text, attempted_at timestamptz,
        duration_ms integer, status integer, error text, response_body text, state text, pause_ms double precision)
    ), settled as (
      update webhook_deliveries d
      set state = o.state, last_attempt_at = o.attempted_at, last_status = o.status, last_error = o.error,
          next_attempt_at = now() + make_interval(secs => o.pause_ms / 1000)
      from o
      where d.tenant_id = o.tenant_id and d.message_id = o.message_id and d.endpoint_id = o.endpoint_id
        and d.attempts = o.attempt and d.state = 'pending'
    )
    insert into webhook_attempts
      (tenant_id, message_id, endpoint_id, attempt, id, attempted_at, duration_ms, status, error, response_body)
    select tenant_id, message_id, endpoint_id, attempt, id, attempted_at, duration_ms, status, error, response_body
    from o
    on conflict do nothing`);
}

async function disableGone(tx: Tx, gone: readonly Outcome[]): Promise<void> {
  const keys = JSON.stringify(gone.map(({ tenant_id, endpoint_id }) => ({ tenant_id, id: endpoint_id })));
  await tx.execute(sql`
    update webhook_endpoints e set enabled = false, disabled_reason = 'the endpoint answered 410 Gone'
    where (e.tenant_id, e.id) in (
      select k.tenant_id, k.id from jsonb_to_recordset(${keys}::text::jsonb) as k (tenant_id text, id text))`);
}
