import { and, eq } from "drizzle-orm";
import { importFiles } from "../../drizzle/schema/import.ts";
import type { Ctx } from "../../tenancy/context.ts";
import { withTenant } from "../../tenancy/database.ts";
import { requireScope } from "../../tenancy/requireScope.ts";
import { rangeConflict } from "./files/uploadErrors.ts";
import { type ImportFile, toFile } from "./import.ts";
import { requireFileName } from "./putFile.ts";
import { findImport } from "./readImports.ts";

export interface AskFileInput {
  readonly id: string;
  readonly name: string;
  /** Bytes of the whole file, where the sender knows. */
  readonly total: number | null;
}

/**
 * How much of a file is held: where an upload that broke off goes on. A file with all its bytes whose last answer got
 * lost is complete. @throws DomainError not_found; conflict when the file was begun with another length.
 */
export async function askFile(ctx: Ctx, { id, name, total }: AskFileInput): Promise<ImportFile> {
  requireScope(ctx, "imports:write");
  requireFileName(name);
  const tenantId = ctx.tenant.id;
  return withTenant(ctx.db, tenantId, async (tx) => {
    const { state } = await findImport(tx, tenantId, id, { lock: true });
    const ofFile = and(
      eq(importFiles.tenantId, tenantId),
      eq(importFiles.importId, id),
      eq(importFiles.name, name),
    );
    const [row] = await tx.select().from(importFiles).where(ofFile);
    if (!row)
      return { name, bytes: 0, total_bytes: total, complete: false, rows: 0, bytes_read: 0, done: false };
    if (total !== null && row.totalBytes !== null && total !== row.totalBytes)
      throw rangeConflict(row.bytes, row.totalBytes);
    const completes = state === "created" && !row.complete && row.writer === null && total === row.bytes;
    if (!completes) return toFile(row);
    await tx.update(importFiles).set({ complete: true, totalBytes: total }).where(ofFile);
    return toFile({ ...row, complete: true, totalBytes: total });
  });
}
