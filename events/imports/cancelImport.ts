import { and, eq, isNull, sql } from "drizzle-orm";
import { importFiles, imports } from "../../drizzle/schema/import.ts";
import { type AuditCtx, writeAudit } from "../../tenancy/audit/writeAudit.ts";
import type { Ctx } from "../../tenancy/context.ts";
import { type Tx, withTenant } from "../../tenancy/database.ts";
import { DomainError } from "../../tenancy/errors.ts";
import { requireScope } from "../../tenancy/requireScope.ts";
import type { FileStore } from "./ports.ts";
import { findImport } from "./readImports.ts";

/**
 * Ends an import that has not ended, and deletes its files; events that it has sent stay. One cancelled before stays
 * so. @throws DomainError not_found; conflict for one that has finished or failed.
 */
export async function cancelImport(
  ctx: Ctx,
  { importFiles: files }: { readonly importFiles: FileStore },
  id: string,
): Promise<void> {
  requireScope(ctx, "imports:write");
  await withTenant(ctx.db, ctx.tenant.id, (tx) => markCancelled(tx, ctx, id));
  await files.removeAll(ctx.tenant.id, id);
}

/** Takes the lease from whoever works on it, and the pen from whoever uploads to it: both notice with their next write. */
export async function markCancelled(tx: Tx, ctx: AuditCtx, id: string): Promise<void> {
  const tenantId = ctx.tenant.id;
  const row = await findImport(tx, tenantId, id, { lock: true });
  if (row.state === "finished" || row.state === "failed")
    throw new DomainError("conflict", "The import has ended; its files are gone already.");
  if (row.state === "cancelled") return;
  await tx
    .update(imports)
    .set({ state: "cancelled", finishedAt: sql`now()`, worker: null, leasedUntil: null, waitsFor: null })
    .where(and(eq(imports.tenantId, tenantId), eq(imports.id, id)));
  await markRemoved(tx, tenantId, id);
  await writeAudit(tx, ctx, { action: "import.cancelled", target: id, details: { state: row.state } });
}

/** Notes that the files of an import no longer take room; the caller deletes them. */
export async function markRemoved(tx: Tx, tenantId: string, importId: string): Promise<void> {
  await tx
    .update(importFiles)
    .set({ removedAt: sql`now()`, writer: null, writtenUntil: null })
    .where(
      and(
        eq(importFiles.tenantId, tenantId),
        eq(importFiles.importId, importId),
        isNull(importFiles.removedAt),
      ),
    );
}
