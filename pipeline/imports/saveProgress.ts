import { and, eq, sql } from "drizzle-orm";
import { type ImportErrorLine, importErrors, importFiles, imports } from "../../drizzle/schema/import.ts";
import { MAX_IMPORT_ERRORS } from "../../events/limits.ts";
import { type Tx, withTenant } from "../../tenancy/database.ts";
import type { AcceptedChunk } from "./acceptChunk.ts";
import type { Work } from "./deps.ts";
import { LeaseLost, updateOwned } from "./lease.ts";
import type { Chunk } from "./readChunks.ts";

export interface FileProgress {
  readonly name: string;
  readonly rowsRead: number;
  /** As stored, so that compressed files too show how far they are. */
  readonly bytesRead: number;
}

/**
 * Writes down in one transaction how far the file was read, the counts, and what was wrong: a restart goes on behind
 * this chunk, and tells of nothing twice. @throws LeaseLost
 */
export async function saveProgress(
  work: Work,
  file: FileProgress & { readonly rowsBefore: number },
  chunk: Chunk,
  { accepted, rejected }: AcceptedChunk,
): Promise<void> {
  const lines = errorLines(file.name, chunk, rejected);
  const rows = file.rowsRead - file.rowsBefore;
  await withTenant(work.deps.db, work.row.tenantId, async (tx) => {
    const kept = await keepLines(tx, work, lines);
    await updateOwned(tx, work.lease, {
      rowsRead: sql`${imports.rowsRead} + ${rows}`,
      rowsFailed: sql`${imports.rowsFailed} + ${new Set(lines.map(({ row }) => row)).size}`,
      eventsAccepted: sql`${imports.eventsAccepted} + ${accepted}`,
      eventsRejected: sql`${imports.eventsRejected} + ${rejected.length}`,
      errorsKept: sql`${imports.errorsKept} + ${kept}`,
      waitsFor: null,
    });
    const { rowsRead, bytesRead } = file;
    await updateFile(tx, work, file.name, {
      rowsRead,
      bytesRead: sql`greatest(${importFiles.bytesRead}, ${bytesRead})`,
    });
  });
}

/** Marks a file as read to its end. @throws LeaseLost */
export async function saveFileDone(work: Work, name: string): Promise<void> {
  await withTenant(work.deps.db, work.row.tenantId, async (tx) => {
    await updateOwned(tx, work.lease, { waitsFor: null });
    await updateFile(tx, work, name, { done: true, bytesRead: sql`${importFiles.bytes}` });
  });
}

/** Shows what the import waits for. @throws LeaseLost */
export async function noteWait(work: Work, waitsFor: "event_log" | "pipeline"): Promise<void> {
  await withTenant(work.deps.db, work.row.tenantId, (tx) => updateOwned(tx, work.lease, { waitsFor }));
}

type FileChange = Partial<Omit<typeof importFiles.$inferInsert, "bytesRead">> & {
  readonly bytesRead: ReturnType<typeof sql>;
};

async function updateFile(tx: Tx, { row }: Work, name: string, change: FileChange): Promise<void> {
  await tx
    .update(importFiles)
    .set({ ...change, updatedAt: sql`now()` })
    .where(
      and(
        eq(importFiles.tenantId, row.tenantId),
        eq(importFiles.importId, row.id),
        eq(importFiles.name, name),
      ),
    );
}

/** In the order of the rows. */
function errorLines(
  name: string,
  { broken, rowOf }: Chunk,
  rejected: AcceptedChunk["rejected"],
): readonly ImportErrorLine[] {
  const lines = rejected.map(({ index, id, errors }): ImportErrorLine => {
    return { file: name, row: rowOf[index] ?? 0, ...(id !== undefined && { event_id: id }), errors };
  });
  return [...broken, ...lines].toSorted((a, b) => a.row - b.row);
}

/** The lines that there is still room for; answers how many. The lock keeps a former owner from numbering them too. */
async function keepLines(tx: Tx, { row, lease }: Work, lines: readonly ImportErrorLine[]): Promise<number> {
  if (lines.length === 0) return 0;
  const [now] = await tx
    .select({ kept: imports.errorsKept, worker: imports.worker })
    .from(imports)
    .where(and(eq(imports.tenantId, row.tenantId), eq(imports.id, row.id)))
    .for("update");
  if (!now || now.worker !== lease.worker) throw new LeaseLost(row.id);
  const { kept } = now;
  const some = lines.slice(0, Math.max(0, MAX_IMPORT_ERRORS - kept));
  if (some.length === 0) return 0;
  const values = some.map((line, at) => ({ tenantId: row.tenantId, importId: row.id, n: kept + at, line }));
  await tx.insert(importErrors).values(values);
  return some.length;
}
