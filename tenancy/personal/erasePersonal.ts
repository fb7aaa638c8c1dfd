import { and, eq } from "drizzle-orm";
import { dataKeys } from "../../drizzle/schema/dataKey.ts";
import { type AuditCtx, writeAudit } from "../audit/writeAudit.ts";
import { withTenant } from "../database.ts";
import type { Cache } from "../ports.ts";
import { announceErased, type PersonalDeps, subjectHash } from "./dataKeys.ts";

/**
 * Makes all that was ever sealed for the subject unreadable, wherever it lies, by deleting its data key.
 * Processes that cannot be told may hold the key for five minutes. Answers whether there was anything to erase.
 */
export async function erasePersonal(
  ctx: AuditCtx,
  deps: PersonalDeps & { readonly cache?: Cache },
  subject: string,
): Promise<boolean> {
  const tenantId = ctx.tenant.id;
  const hash = subjectHash(deps.keyring, tenantId, subject);
  const erased = await withTenant(deps.db, tenantId, async (tx) => {
    const rows = await tx
      .delete(dataKeys)
      .where(and(eq(dataKeys.tenantId, tenantId), eq(dataKeys.subject, hash)))
      .returning({ subject: dataKeys.subject });
    if (rows.length > 0) await writeAudit(tx, ctx, { action: "personal.erased", target: hash });
    return rows.length > 0;
  });
  await announceErased(deps, tenantId, hash);
  return erased;
}
