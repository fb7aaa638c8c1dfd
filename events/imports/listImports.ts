import { and, desc, eq, lt } from "drizzle-orm";
import { imports } from "../../drizzle/schema/import.ts";
import type { Ctx } from "../../tenancy/context.ts";
import { withTenant } from "../../tenancy/database.ts";
import { requireScope } from "../../tenancy/requireScope.ts";
import type { Import, ImportState } from "./import.ts";
import { readImports } from "./readImports.ts";

export interface ListImportsInput {
  readonly state?: ImportState | undefined;
  readonly limit: number;
  /** Id of the last import of the page before. */
  readonly after?: string | undefined;
}

/** The tenant's imports, the newest first. */
export async function listImports(
  ctx: Ctx,
  { state, limit, after }: ListImportsInput,
): Promise<readonly Import[]> {
  requireScope(ctx, "imports:read");
  const tenantId = ctx.tenant.id;
  return withTenant(ctx.db, tenantId, async (tx) => {
    const rows = await tx
      .select()
      .from(imports)
      .where(
        and(
          eq(imports.tenantId, tenantId),
          state && eq(imports.state, state),
          after === undefined ? undefined : lt(imports.id, after),
        ),
      )
      .orderBy(desc(imports.id))
      .limit(limit);
    return readImports(tx, tenantId, rows);
  });
}
