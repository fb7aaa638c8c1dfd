import { and, eq, isNull } from "drizzle-orm";
import { failureFeedback } from "../../drizzle/schema/attribution.ts";
import type { Ctx } from "../../tenancy/context.ts";
import { withTenant } from "../../tenancy/database.ts";
import type { Keyring } from "../../tenancy/keyring.ts";
import { openPersonal } from "../../tenancy/personal/openPersonal.ts";
import type { FailureFactRow } from "../../warehouse/tables.ts";
import { type Feedback, type FeedbackRow, feedbackOf } from "./feedback.ts";

/** What stands confirmed of a failure, at once after it was said. The note is for callers with `personal:read`. */
export async function findFeedback(
  ctx: Ctx,
  deps: { readonly keyring: Keyring },
  failure: Pick<FailureFactRow, "failure_id" | "aliases" | "delivery_id">,
): Promise<Feedback> {
  const rows = await withTenant(ctx.db, ctx.tenant.id, (tx) =>
    tx
      .select()
      .from(failureFeedback)
      .where(
        and(
          eq(failureFeedback.tenantId, ctx.tenant.id),
          eq(failureFeedback.deliveryId, failure.delivery_id),
          isNull(failureFeedback.withdrawnAt),
        ),
      ),
  );
  const row = feedbackOf(rows, failure);
  return {
    failureId: failure.failure_id,
    confirmedCause: row?.confirmedCause ?? null,
    by: row?.givenBy ?? null,
    note: row ? await openNote(ctx, deps.keyring, row) : null,
    at: row?.givenAt.toISOString() ?? null,
  };
}

async function openNote(ctx: Ctx, keyring: Keyring, { note }: FeedbackRow): Promise<string | null> {
  if (note === null || !ctx.scopes.has("personal:read")) return null;
  const [opened] = await openPersonal({ db: ctx.db, keyring }, ctx.tenant.id, [note]);
  return opened ?? null;
}
