import { and, asc, eq, gt } from "drizzle-orm";
import { type ImportErrorLine, importErrors } from "../../drizzle/schema/import.ts";
import type { Ctx } from "../../tenancy/context.ts";
import { withTenant } from "../../tenancy/database.ts";
import { requireScope } from "../../tenancy/requireScope.ts";
import { MAX_IMPORT_ERRORS } from "../limits.ts";
import { findImport } from "./readImports.ts";

/** Lines read in one go. */
const PAGE = 1_000;

/**
 * The lines of an import's error file, in the order of reading; `truncated` when there were more than the
 * 100,000 that are kept. @throws DomainError not_found, before the first line.
 */
export async function openErrors(
  ctx: Ctx,
  id: string,
): Promise<{ readonly truncated: boolean; readonly pages: AsyncGenerator<readonly ImportErrorLine[]> }> {
  requireScope(ctx, "imports:read");
  const row = await withTenant(ctx.db, ctx.tenant.id, (tx) => findImport(tx, ctx.tenant.id, id));
  return { truncated: row.errorsKept >= MAX_IMPORT_ERRORS, pages: readPages(ctx, id) };
}

async function* readPages(ctx: Ctx, id: string): AsyncGenerator<readonly ImportErrorLine[]> {
  const tenantId = ctx.tenant.id;
  for (let last = -1; ; ) {
    const after = last;
    const page = await withTenant(ctx.db, tenantId, (tx) =>
      tx
        .select({ n: importErrors.n, line: importErrors.line })
        .from(importErrors)
        .where(
          and(eq(importErrors.tenantId, tenantId), eq(importErrors.importId, id), gt(importErrors.n, after)),
        )
        .orderBy(asc(importErrors.n))
        .limit(PAGE),
    );
    if (page.length > 0) yield page.map(({ line }) => line);
    if (page.length < PAGE) return;
    last = page.at(-1)?.n ?? last;
  }
}
