import { sql } from "drizzle-orm";
import type { Ctx } from "../../tenancy/context.ts";
import type { Database } from "../../tenancy/database.ts";
import { inGroups } from "../../tenancy/inGroups.ts";
import type { IngestAnswer } from "../accept/answer.ts";

interface Note {
  readonly ctx: Pick<Ctx, "tenant" | "actor" | "requestId" | "traceparent">;
  readonly answer: IngestAnswer;
}

export interface Noted {
  /** Whether the tenant has events that the edge refused and that wait for correction. */
  readonly refusedBefore: boolean;
}

type Notes = (note: Note) => Promise<Noted>;

/** Of one statement. */
const MOST_NOTES = 500;
const notesOf = new WeakMap<Database, Notes>();

/**
 * As `recordBatch` for a batch that nothing else is to be written with: all that end in this process while a commit is
 * under way go into the next one, as one statement of the system role whose rows name their tenants.
 */
export function noteBatch(db: Database, note: Note): Promise<Noted> {
  let notes = notesOf.get(db);
  if (notes === undefined) {
    notes = inGroups((group: readonly Note[]) => writeNotes(db, group), MOST_NOTES);
    notesOf.set(db, notes);
  }
  return notes(note);
}

async function writeNotes(db: Database, notes: readonly Note[]): Promise<readonly Noted[]> {
  // In one order, so that no two writers wait for each other in a circle.
  const rows = notes.toSorted((a, b) => (a.answer.batch_id < b.answer.batch_id ? -1 : 1));
  const texts = (of: (note: Note) => string | null) => sql`${sql.param(rows.map(of))}::text[]`;
  const counts = (of: (answer: IngestAnswer) => number) =>
    sql`${sql.param(rows.map(({ answer }) => of(answer)))}::int[]`;
  const found = await db.system.execute<{ tenant_id: string }>(sql`
    with noted as (
      insert into ingest_batches (tenant_id, id, request_id, traceparent, actor_id,
        accepted, duplicates, rejected, unavailable, accepted_at)
      select *, now()
      from unnest(${texts(({ ctx }) => ctx.tenant.id)}, ${texts(({ answer }) => answer.batch_id)},
        ${texts(({ ctx }) => ctx.requestId)}, ${texts(({ ctx }) => ctx.traceparent)}, ${texts(({ ctx }) => ctx.actor.id)},
        ${counts((a) => a.accepted)}, ${counts((a) => a.duplicates)}, ${counts((a) => a.rejected)},
        ${counts((a) => a.unavailable)})
      on conflict (tenant_id, id) do update set
        request_id = excluded.request_id, traceparent = excluded.traceparent, actor_id = excluded.actor_id,
        accepted = excluded.accepted, duplicates = excluded.duplicates, rejected = excluded.rejected,
        unavailable = excluded.unavailable, accepted_at = excluded.accepted_at, updated_at = now()
    )
    select t.tenant_id from (select distinct unnest(${texts(({ ctx }) => ctx.tenant.id)}) as tenant_id) t
    where exists (
      select from quarantine q where q.tenant_id = t.tenant_id and q.status = 'open' and q.stage = 'edge')`);
  const waiting = new Set(found.map(({ tenant_id }) => tenant_id));
  return notes.map(({ ctx }) => ({ refusedBefore: waiting.has(ctx.tenant.id) }));
}
