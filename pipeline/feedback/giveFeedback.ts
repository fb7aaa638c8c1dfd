import { and, eq, inArray, isNull } from "drizzle-orm";
import { failureFeedback } from "../../drizzle/schema/attribution.ts";
import type { EventLog } from "../../events/log/port.ts";
import { writeAudit } from "../../tenancy/audit/writeAudit.ts";
import type { Ctx } from "../../tenancy/context.ts";
import { type Tx, withTenant } from "../../tenancy/database.ts";
import { DomainError } from "../../tenancy/errors.ts";
import { newId } from "../../tenancy/id.ts";
import type { Keyring } from "../../tenancy/keyring.ts";
import { sealPersonal } from "../../tenancy/personal/sealPersonal.ts";
import { requireScope } from "../../tenancy/requireScope.ts";
import type { Warehouse } from "../../warehouse/client.ts";
import { getFailure } from "../../warehouse/queries/failures.ts";
import type { FailureFactRow } from "../../warehouse/tables.ts";
import { readClocks } from "../clock/readClocks.ts";
import { askAnalysis } from "./askAnalysis.ts";
import type { Feedback } from "./feedback.ts";

export interface FeedbackDeps {
  readonly warehouse: Warehouse;
  readonly eventLog: EventLog;
  readonly keyring: Keyring;
}

export interface FeedbackInput {
  readonly failureId: string;
  /** A cause of the catalogue; null withdraws what was confirmed before. */
  readonly confirmedCause: string | null;
  /** Who confirms it; the credential where nobody is named. */
  readonly by?: string | undefined;
  readonly note?: string | undefined;
}

/**
 * Confirms the cause of a failure, or withdraws that: what stood before is kept as withdrawn. The failure is analysed
 * again, so that its messages tell of it. Needs `failures:write`; throws `not_found`, `unavailable`.
 */
export async function giveFeedback(ctx: Ctx, deps: FeedbackDeps, input: FeedbackInput): Promise<Feedback> {
  requireScope(ctx, "failures:write");
  const failure = await requireFailure(ctx, deps.warehouse, input.failureId);
  const note = await sealNote(ctx, deps.keyring, failure, input);
  const clocks = await readClocks(ctx.db, [ctx.tenant], Date.now());
  const givenAt = new Date(clocks.get(ctx.tenant.id)?.now ?? Date.now());
  const by = input.by ?? ctx.actor.id;
  const ids = [failure.failure_id, ...failure.aliases];
  await withTenant(ctx.db, ctx.tenant.id, async (tx) => {
    const withdrawn = await withdraw(tx, ctx, ids);
    if (input.confirmedCause !== null) {
      await tx.insert(failureFeedback).values({
        tenantId: ctx.tenant.id,
        id: newId("fbk_"),
        failureId: failure.failure_id,
        deliveryId: failure.delivery_id,
        confirmedCause: input.confirmedCause,
        givenBy: by,
        note,
        givenAt,
      });
    }
    if (input.confirmedCause === null && withdrawn === 0) return;
    const action = input.confirmedCause === null ? "feedback.withdrawn" : "feedback.given";
    const details = { confirmed_cause: input.confirmedCause };
    await writeAudit(tx, ctx, { action, target: failure.failure_id, details });
  });
  await askAnalysis(deps.eventLog, ctx.tenant, [failure]);
  const stands = input.confirmedCause !== null;
  return {
    failureId: failure.failure_id,
    confirmedCause: input.confirmedCause,
    by: stands ? by : null,
    note: stands ? (input.note ?? null) : null,
    at: stands ? givenAt.toISOString() : null,
  };
}

/** The failure with this id or alias, of the caller's tenant. Throws `not_found`. */
export async function requireFailure(ctx: Ctx, warehouse: Warehouse, id: string): Promise<FailureFactRow> {
  const row = await getFailure(warehouse.forTenant(ctx.tenant), id);
  if (!row) throw new DomainError("not_found", "There is no such failure.");
  return row;
}

async function sealNote(
  ctx: Ctx,
  keyring: Keyring,
  { customer_id, delivery_id }: FailureFactRow,
  { note, confirmedCause }: FeedbackInput,
): Promise<string | null> {
  if (note === undefined || confirmedCause === null) return null;
  const subject = customer_id === "" ? `delivery:${delivery_id}` : `customer:${customer_id}`;
  const [sealed] = await sealPersonal({ db: ctx.db, keyring }, ctx.tenant.id, [{ subject, plaintext: note }]);
  return sealed ?? null;
}

async function withdraw(tx: Tx, ctx: Ctx, ids: readonly string[]): Promise<number> {
  const ended = await tx
    .update(failureFeedback)
    .set({ withdrawnAt: new Date() })
    .where(
      and(
        eq(failureFeedback.tenantId, ctx.tenant.id),
        inArray(failureFeedback.failureId, [...ids]),
        isNull(failureFeedback.withdrawnAt),
      ),
    )
    .returning({ id: failureFeedback.id });
  return ended.length;
}
