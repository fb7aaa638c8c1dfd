import { and, eq, inArray, ne, or, sql } from "drizzle-orm";
import { imports } from "../../drizzle/schema/import.ts";
import { quarantine } from "../../drizzle/schema/quarantine.ts";
import type { Ctx } from "../../tenancy/context.ts";
import { type Tx, withTenant } from "../../tenancy/database.ts";
import type { FieldError } from "../../tenancy/errors.ts";
import { type AcceptDeps, acceptEvents } from "../accept/acceptEvents.ts";
import { judgeRecords } from "../accept/judgeRecords.ts";
import type { InboundRecord } from "../accept/readRecords.ts";
import type { ImportOrigin } from "../accept/toAppends.ts";
import { findImport } from "../imports/readImports.ts";
import { CONFLICT_REASON, placeOf, type QuarantineRow } from "./item.ts";

/** An item, and the event that is to be sent in its place. */
export interface Resubmission {
  readonly item: QuarantineRow;
  readonly json: unknown;
}

/** Positions of the resubmissions that the log holds now, and what is wrong with those that are still refused. */
export interface Resubmitted {
  /** Null when none was accepted. */
  readonly batchId: string | null;
  readonly accepted: ReadonlySet<number>;
  readonly refused: ReadonlyMap<number, readonly FieldError[]>;
}

type Alongside = (tx: Tx, done: Resubmitted) => Promise<void>;

/**
 * Sends events in the place of quarantined ones, all of one import or of none, at most as many as a request may hold.
 * An item is closed as soon as its event counts as good: here, or once it is stored. `alongside` is done in the
 * transaction that writes that down, also when nothing was accepted. @throws as acceptEvents.
 */
export async function resubmitItems(
  ctx: Ctx,
  deps: AcceptDeps,
  given: readonly Resubmission[],
  alongside: Alongside = async () => {},
): Promise<Resubmitted> {
  const origin = await originOf(ctx, given);
  const records = given.map(({ json }, index) => toRecord(index, json));
  const hints = origin !== undefined || ctx.tenant.mode === "test";
  const judged = await judgeRecords(records, {
    hints,
    sources: ctx.sources,
    now: deps.now?.() ?? Date.now(),
  });
  const refused = new Map(judged.rejected.map(({ index, errors }) => [index, errors]));
  const nothing: Resubmitted = { batchId: null, accepted: new Set(), refused };
  if (judged.taken.length === 0) {
    await withTenant(ctx.db, ctx.tenant.id, (tx) => alongside(tx, nothing));
    return nothing;
  }
  let done = nothing;
  await acceptEvents(
    asSender(ctx),
    deps,
    { records: records.filter(({ index }) => !refused.has(index)) },
    {
      origin,
      alongside: async (tx, batchId, taken) => {
        const repeats = judged.repeated.filter(({ first }) => taken.has(first.index));
        const accepted = new Set([...taken, ...repeats.map(({ index }) => index)]);
        done = { batchId, accepted, refused };
        await markSent(
          tx,
          ctx,
          given.filter((_, index) => accepted.has(index)),
          batchId,
        );
        if (origin) await countAccepted(tx, ctx, origin.id, taken.size);
        await alongside(tx, done);
      },
    },
  );
  return done;
}

function toRecord(index: number, json: unknown): InboundRecord {
  return {
    index,
    json,
    get raw() {
      return JSON.stringify(json);
    },
  };
}

/** The right to put quarantined events right includes sending them, and no others: see `resubmitItem`. */
function asSender(ctx: Ctx): Ctx {
  return { ...ctx, scopes: new Set([...ctx.scopes, "events:write" as const]) };
}

async function originOf(ctx: Ctx, given: readonly Resubmission[]): Promise<ImportOrigin | undefined> {
  const importId = given[0]?.item.importId ?? null;
  if (importId === null) return undefined;
  const place = (index: number) => {
    const item = given[index]?.item;
    return item === undefined ? null : placeOf(item);
  };
  const tenantId = ctx.tenant.id;
  const row = await withTenant(ctx.db, tenantId, (tx) => findImport(tx, tenantId, importId));
  return { id: importId, quiet: !row.notify, placeOf: place };
}

/**
 * Notes with which batch the items were sent again. Those that the edge had refused are closed by that; of others the
 * pipeline decides, and may have been faster: then they are closed already, by this batch.
 */
async function markSent(tx: Tx, ctx: Ctx, sent: readonly Resubmission[], batchId: string): Promise<void> {
  const { closedBatchId, closedAt, closedBy, status, resolution } = quarantine;
  const decided = or(
    eq(closedBatchId, batchId),
    and(eq(quarantine.stage, "edge"), ne(quarantine.code, CONFLICT_REASON)),
  );
  await tx
    .update(quarantine)
    .set({
      resubmittedAt: sql`now()`,
      resubmittedBy: ctx.actor.id,
      resubmittedBatchId: batchId,
      status: sql`case when ${decided} then 'closed' else ${status} end`,
      resolution: sql`case when ${decided} then 'resubmitted' else ${resolution} end`,
      closedAt: sql`case when ${decided} then now() else ${closedAt} end`,
      closedBy: sql`case when ${decided} then ${ctx.actor.id} else ${closedBy} end`,
      closedBatchId: sql`case when ${decided} then ${batchId} else ${closedBatchId} end`,
    })
    .where(
      and(
        eq(quarantine.tenantId, ctx.tenant.id),
        inArray(
          quarantine.id,
          sent.map(({ item }) => item.id),
        ),
        or(eq(status, "open"), eq(closedBatchId, batchId)),
      ),
    );
}

/** What an import's events came to sums up to those accepted, also of events that were sent again. */
async function countAccepted(tx: Tx, ctx: Ctx, importId: string, count: number): Promise<void> {
  await tx
    .update(imports)
    .set({ eventsAccepted: sql`${imports.eventsAccepted} + ${count}` })
    .where(and(eq(imports.tenantId, ctx.tenant.id), eq(imports.id, importId)));
}
