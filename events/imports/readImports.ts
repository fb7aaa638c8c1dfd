import { and, eq, inArray, sql } from "drizzle-orm";
import { ingestBatches } from "../../drizzle/schema/batch.ts";
import { importFiles, imports } from "../../drizzle/schema/import.ts";
import type { Tx } from "../../tenancy/database.ts";
import { DomainError } from "../../tenancy/errors.ts";
import { type Import, NOTHING_SETTLED, type Settlement, toImport } from "./import.ts";

export type ImportRow = typeof imports.$inferSelect;

/** The public objects of these rows, in their order: three queries however many there are. */
export async function readImports(
  tx: Tx,
  tenantId: string,
  rows: readonly ImportRow[],
): Promise<readonly Import[]> {
  if (rows.length === 0) return [];
  const ids = rows.map(({ id }) => id);
  const files = await tx
    .select()
    .from(importFiles)
    .where(and(eq(importFiles.tenantId, tenantId), inArray(importFiles.importId, ids)));
  const settled = await readSettlements(tx, tenantId, ids);
  return rows.map((row) => {
    const own = files.filter(({ importId }) => importId === row.id);
    return toImport(row, own, settled.get(row.id) ?? NOTHING_SETTLED);
  });
}

async function readSettlements(
  tx: Tx,
  tenantId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Settlement>> {
  const sum = (column: keyof Settlement) => sql<number>`sum(${ingestBatches[column]})::int`;
  const rows = await tx
    .select({
      importId: ingestBatches.importId,
      stored: sum("stored"),
      duplicate: sql<number>`sum(${ingestBatches.duplicate} + ${ingestBatches.duplicates})::int`,
      conflict: sum("conflict"),
      quarantined: sum("quarantined"),
    })
    .from(ingestBatches)
    .where(and(eq(ingestBatches.tenantId, tenantId), inArray(ingestBatches.importId, [...ids])))
    .groupBy(ingestBatches.importId);
  return new Map(rows.map(({ importId, ...settlement }) => [importId ?? "", settlement]));
}

/** One of the tenant's imports, locked when it is to be changed. @throws DomainError not_found */
export async function findImport(
  tx: Tx,
  tenantId: string,
  id: string,
  { lock = false }: { readonly lock?: boolean } = {},
): Promise<ImportRow> {
  const query = tx
    .select()
    .from(imports)
    .where(and(eq(imports.tenantId, tenantId), eq(imports.id, id)));
  const [row] = await (lock ? query.for("update") : query);
  if (row === undefined) throw new DomainError("not_found", "There is no such import.");
  return row;
}

/** One import as a public object. @throws DomainError not_found */
export async function readImport(tx: Tx, tenantId: string, id: string): Promise<Import> {
  const [found] = await readImports(tx, tenantId, [await findImport(tx, tenantId, id)]);
  if (found === undefined) throw new Error("an import's row gave no object");
  return found;
}
