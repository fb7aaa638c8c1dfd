import { and, eq, sql } from "drizzle-orm";
import { importErrors, imports } from "../../drizzle/schema/import.ts";
import { markCancelled } from "../../events/imports/cancelImport.ts";
import { IMPORT_ERRORS_DAYS, UNSTARTED_IMPORT_DAYS } from "../../events/limits.ts";
import { withSystem, withTenant } from "../../tenancy/database.ts";
import { toTenantId } from "../../tenancy/tenants/toTenant.ts";
import type { ImportDeps } from "./deps.ts";

type TrimDeps = Pick<ImportDeps, "db" | "importFiles" | "log">;

/** Deletes the error files of imports long ended, and cancels imports that nobody started. Safe to repeat. */
export async function trimImports(deps: TrimDeps): Promise<void> {
  const found = await findOld(deps.db);
  for (const { tenant_id, id, state } of found) {
    if (state === "created") await cancelUnstarted(deps, tenant_id, id);
    else await deleteErrors(deps, tenant_id, id);
  }
  if (found.length > 0) deps.log.info({ imports: found.length }, "old imports trimmed");
}

async function findOld(db: TrimDeps["db"]) {
  return withSystem(db, "trim: imports", async (tx) => [
    ...(await tx.execute<{ tenant_id: string; id: string; state: string }>(sql`
      SELECT tenant_id, id, state FROM imports
      WHERE state = 'created' AND created_at < now() - ${UNSTARTED_IMPORT_DAYS} * interval '1 day'
         OR errors_kept > 0 AND finished_at < now() - ${IMPORT_ERRORS_DAYS} * interval '1 day'`)),
  ]);
}

async function cancelUnstarted({ db, importFiles }: TrimDeps, tenantId: string, id: string): Promise<void> {
  const actor = { kind: "operator", id: "operator" } as const;
  const audit = { tenant: { id: toTenantId(tenantId) }, actor, requestId: "" };
  await withTenant(db, tenantId, (tx) => markCancelled(tx, audit, id));
  await importFiles.removeAll(tenantId, id);
}

async function deleteErrors({ db }: TrimDeps, tenantId: string, id: string): Promise<void> {
  await withTenant(db, tenantId, async (tx) => {
    await tx
      .delete(importErrors)
      .where(and(eq(importErrors.tenantId, tenantId), eq(importErrors.importId, id)));
    await tx
      .update(imports)
      .set({ errorsKept: 0 })
      .where(and(eq(imports.tenantId, tenantId), eq(imports.id, id)));
  });
}
