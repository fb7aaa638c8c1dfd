import { and, asc, eq, gt, inArray, lte, sql } from "drizzle-orm";
import { quarantine, quarantineReplays } from "../../drizzle/schema/quarantine.ts";
import type { Ctx } from "../../tenancy/context.ts";
import { type Tx, withTenant } from "../../tenancy/database.ts";
import type { AcceptDeps } from "../accept/acceptEvents.ts";
import { matching } from "./filter.ts";
import type { QuarantineRow } from "./item.ts";
import { readRaw } from "./readRaw.ts";
import { filterOf, type ReplayRow } from "./replay.ts";
import { renewErrors } from "./resubmitItem.ts";
import { type Resubmission, type Resubmitted, resubmitItems } from "./resubmitItems.ts";
import { fromRaw } from "./toResubmission.ts";

/** Items of one portion at most, and bytes of their raw bodies unless the first alone has more. */
const PORTION = 500;
const PORTION_BYTES = 8_000_000;

/** The log did not take all of a portion: it is sent again. */
export class ReplayHeldUp extends Error {
  override readonly name = "ReplayHeldUp";
}

/**
 * Sends the next items of a replay again; answers whether there may be more. How far it is is written down with what it
 * did, so that after a crash in between the same items come again: their events are duplicates then.
 * @throws DomainError unavailable, ReplayHeldUp: to be tried again.
 */
export async function replayPortion(ctx: Ctx, deps: AcceptDeps, row: ReplayRow): Promise<boolean> {
  const items = await nextItems(ctx, row);
  const last = items.at(-1);
  if (last === undefined) {
    await withTenant(ctx.db, row.tenantId, (tx) =>
      advance(tx, row, { state: "finished", finishedAt: sql`now()` }),
    );
    return false;
  }
  const raws = await readRaw(ctx, deps.keyring, items);
  const ready = items.flatMap((item, at) => toSend(ctx, item, raws[at] ?? null));
  const byImport = [...Map.groupBy(ready, ({ item }) => item.importId)];
  for (const [, some] of byImport) await send(ctx, deps, row, some);
  const skipped = items.length - ready.length;
  const end = { afterId: last.id, done: plus("done", skipped), skipped: plus("skipped", skipped) };
  await withTenant(ctx.db, row.tenantId, (tx) => advance(tx, row, end));
  return true;
}

type Change = { [K in keyof ReplayRow]?: ReplayRow[K] | ReturnType<typeof sql> };

const plus = (column: "done" | "accepted" | "rejected" | "skipped", count: number) =>
  sql`${quarantineReplays[column]} + ${count}`;

function nextItems(ctx: Ctx, row: ReplayRow): Promise<readonly QuarantineRow[]> {
  const beyond = and(gt(quarantine.id, row.afterId), lte(quarantine.id, row.untilId));
  return withTenant(ctx.db, row.tenantId, async (tx) => {
    const found = await tx
      .select({ id: quarantine.id, bytes: sql<number>`octet_length(raw)` })
      .from(quarantine)
      .where(and(matching(row.tenantId, { ...filterOf(row), status: "open" }), beyond))
      .orderBy(asc(quarantine.id))
      .limit(PORTION);
    const ids = withinBytes(found);
    return tx
      .select()
      .from(quarantine)
      .where(and(eq(quarantine.tenantId, row.tenantId), inArray(quarantine.id, ids)))
      .orderBy(asc(quarantine.id));
  });
}

function withinBytes(found: readonly { readonly id: string; readonly bytes: number }[]): string[] {
  let bytes = 0;
  return found.flatMap(({ id, bytes: own }, at) => {
    bytes += own;
    return at === 0 || bytes <= PORTION_BYTES ? [id] : [];
  });
}

function toSend(ctx: Ctx, item: QuarantineRow, raw: Parameters<typeof fromRaw>[1]): Resubmission[] {
  if (ctx.sources !== null && !ctx.sources.includes(item.source)) return [];
  const prepared = fromRaw(item, raw);
  return prepared.ok ? [{ item, json: prepared.json }] : [];
}

async function send(
  ctx: Ctx,
  deps: AcceptDeps,
  row: ReplayRow,
  some: readonly Resubmission[],
): Promise<void> {
  const items = some.map(({ item }) => item);
  const write = async (tx: Tx, { accepted, refused }: Resubmitted) => {
    if (accepted.size + refused.size < some.length)
      throw new ReplayHeldUp("the log did not take all of a portion");
    await renewErrors(tx, items, { refused });
    await advance(tx, row, {
      done: plus("done", some.length),
      accepted: plus("accepted", accepted.size),
      rejected: plus("rejected", refused.size),
    });
  };
  await resubmitItems(ctx, deps, some, write);
}

async function advance(tx: Tx, { tenantId, id }: ReplayRow, change: Change): Promise<void> {
  await tx
    .update(quarantineReplays)
    .set({ state: "running", startedAt: sql`coalesce(started_at, now())`, ...change })
    .where(and(eq(quarantineReplays.tenantId, tenantId), eq(quarantineReplays.id, id)));
}
