import type { Ctx } from "../../tenancy/context.ts";
import { withTenant } from "../../tenancy/database.ts";
import { requireScope } from "../../tenancy/requireScope.ts";
import type { Import } from "./import.ts";
import { readImport } from "./readImports.ts";

/** One of the tenant's imports, as far as it has come. @throws DomainError not_found */
export async function getImport(ctx: Ctx, id: string): Promise<Import> {
  requireScope(ctx, "imports:read");
  return withTenant(ctx.db, ctx.tenant.id, (tx) => readImport(tx, ctx.tenant.id, id));
}
