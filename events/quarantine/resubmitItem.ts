import { and, eq } from "drizzle-orm";
import { quarantine } from "../../drizzle/schema/quarantine.ts";
import { writeAudit } from "../../tenancy/audit/writeAudit.ts";
import type { Ctx } from "../../tenancy/context.ts";
import { type Tx, withTenant } from "../../tenancy/database.ts";
import { DomainError, type FieldError } from "../../tenancy/errors.ts";
import { requireScope } from "../../tenancy/requireScope.ts";
import type { AcceptDeps } from "../accept/acceptEvents.ts";
import { findQuarantined } from "./getQuarantined.ts";
import { CONFLICT_REASON, type QuarantineItem, type QuarantineRow, toItem } from "./item.ts";
import { readRaw } from "./readRaw.ts";
import { type Resubmitted, resubmitItems } from "./resubmitItems.ts";
import { fromGiven, fromRaw, type Prepared } from "./toResubmission.ts";

export interface ResubmitInput {
  readonly id: string;
  /** Sent in place of the raw body. */
  readonly event?: Readonly<Record<string, unknown>> | undefined;
}

/**
 * Sends a quarantined record again, as it came or mended. One sent again before stays as it is. Answers the item: closed
 * by now, or once its event is stored. @throws DomainError not_found; conflict for one put right or given up;
 * unprocessable with what is (still) wrong; insufficient_scope for a source that the credential may not write as.
 */
export async function resubmitItem(
  ctx: Ctx,
  deps: AcceptDeps,
  { id, event }: ResubmitInput,
): Promise<QuarantineItem> {
  requireScope(ctx, "quarantine:write");
  const find = (tx: Tx) => findQuarantined(tx, ctx.tenant.id, id);
  const item = await withTenant(ctx.db, ctx.tenant.id, find);
  requireSource(ctx, item);
  if (item.resolution === "resubmitted") return toItem(deps.keyring, item);
  requireOpen(item);
  const [raw] = event === undefined ? await readRaw(ctx, deps.keyring, [item]) : [];
  const prepared = event === undefined ? fromRaw(item, raw ?? null) : fromGiven(item, event);
  const json = readyOrThrow(prepared);
  const audit = { action: "quarantine.resubmitted", target: id };
  const { accepted, refused } = await resubmitItems(ctx, deps, [{ item, json }], async (tx, done) => {
    if (done.batchId === null) return event === undefined ? renewErrors(tx, [item], done) : undefined;
    await writeAudit(tx, ctx, {
      ...audit,
      details: { batch_id: done.batchId, changed: event !== undefined },
    });
  });
  if (!accepted.has(0)) throw stillRefused(refused.get(0) ?? [], event === undefined ? "" : "/event");
  return toItem(deps.keyring, await withTenant(ctx.db, ctx.tenant.id, find));
}

/** What is wrong with a record may change with the product: the item tells what is wrong now. */
export async function renewErrors(
  tx: Tx,
  items: readonly QuarantineRow[],
  { refused }: Pick<Resubmitted, "refused">,
): Promise<void> {
  for (const [at, errors] of refused) {
    const item = items[at];
    const [first] = errors;
    if (item === undefined || first === undefined) continue;
    // Two of one identity in one go: which of them holds it is not decided here.
    if (first.code === CONFLICT_REASON || JSON.stringify(errors) === JSON.stringify(item.errors)) continue;
    await tx
      .update(quarantine)
      .set({ errors: [...errors], code: first.code, pointer: first.pointer })
      .where(
        and(
          eq(quarantine.tenantId, item.tenantId),
          eq(quarantine.id, item.id),
          eq(quarantine.status, "open"),
        ),
      );
  }
}

function requireSource(ctx: Ctx, { source }: QuarantineRow): void {
  if (ctx.sources === null || ctx.sources.includes(source)) return;
  throw new DomainError("insufficient_scope", "The credential may not write as the source of this record.");
}

export function requireOpen(item: QuarantineRow): void {
  if (item.status === "open") return;
  const how = item.resolution === "rejected" ? "was given up" : "came in order meanwhile";
  throw new DomainError("conflict", `The record is no longer in quarantine: it ${how}.`);
}

function readyOrThrow(prepared: Prepared): unknown {
  if (!prepared.ok) throw stillRefused(prepared.errors, "");
  return prepared.json;
}

function stillRefused(errors: readonly FieldError[], below: string): DomainError {
  return new DomainError("unprocessable", "The record could not be taken.", {
    errors: errors.map((error) => ({ ...error, pointer: `${below}${error.pointer}` })),
  });
}
