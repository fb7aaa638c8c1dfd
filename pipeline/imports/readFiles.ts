import type { Readable } from "node:stream";
import { pipeline } from "node:stream";
import { createGunzip } from "node:zlib";
import { and, asc, eq } from "drizzle-orm";
import { importFiles } from "../../drizzle/schema/import.ts";
import { innerName } from "../../events/imports/files/fileName.ts";
import { mappingOf } from "../../events/imports/import.ts";
import { compileMapping } from "../../events/imports/map/compileMapping.ts";
import { FileProblem } from "../../events/imports/rows/fileProblem.ts";
import { readRows } from "../../events/imports/rows/readRows.ts";
import { MAX_INFLATED_FILE_BYTES } from "../../events/limits.ts";
import { withTenant } from "../../tenancy/database.ts";
import { acceptChunk } from "./acceptChunk.ts";
import type { Work } from "./deps.ts";
import { readChunks } from "./readChunks.ts";
import { noteWait, saveFileDone, saveProgress } from "./saveProgress.ts";

type FileRow = typeof importFiles.$inferSelect;

/**
 * Sends the rows of all files that are not done, in the mapping's order, from where they were left.
 * @throws FileProblem for a file that cannot be read as a whole, LeaseLost, the signal's reason.
 */
export async function readFiles(work: Work): Promise<void> {
  for (const file of await findFiles(work)) {
    try {
      await readFile(work, file);
    } catch (error) {
      throw toFileProblem(error, file.name);
    }
    await saveFileDone(work, file.name);
  }
}

function findFiles({ deps, row }: Work): Promise<FileRow[]> {
  return withTenant(deps.db, row.tenantId, (tx) =>
    tx
      .select()
      .from(importFiles)
      .where(
        and(
          eq(importFiles.tenantId, row.tenantId),
          eq(importFiles.importId, row.id),
          eq(importFiles.done, false),
        ),
      )
      .orderBy(asc(importFiles.position)),
  );
}

async function readFile(work: Work, file: FileRow): Promise<void> {
  const { deps, gate, lease, row } = work;
  const compiled = compileMapping(mappingOf(row)).fileFor(innerName(file.name));
  if (compiled === null) throw new FileProblem("unknown_file", "no rule of the mapping is for this file");
  const place = { tenantId: row.tenantId, importId: row.id, name: file.name };
  const opened = openFile(deps.importFiles.read(place), file);
  try {
    const { format, delimiter } = compiled.rule;
    const rows = readRows(opened.stream, {
      format,
      ...(delimiter && { delimiter }),
      skipRows: file.rowsRead,
      onColumns: (columns) => compiled.check(columns),
    });
    let rowsBefore = file.rowsRead;
    for await (const chunk of readChunks(file.name, rows, compiled)) {
      if (chunk.bytesRead > MAX_INFLATED_FILE_BYTES)
        throw new FileProblem("too_large", `the file inflates to more than ${MAX_INFLATED_FILE_BYTES} bytes`);
      await gate.pass(lease.signal, () => noteWait(work, "pipeline"));
      const accepted = await acceptChunk(work, file.name, chunk);
      const bytesRead = Math.min(file.bytes, opened.consumed() ?? chunk.bytesRead);
      const progress = { name: file.name, rowsRead: chunk.rowsRead, rowsBefore, bytesRead };
      await saveProgress(work, progress, chunk, accepted);
      rowsBefore = chunk.rowsRead;
    }
  } finally {
    opened.close();
  }
}

interface OpenFile {
  readonly stream: Readable;
  /** Compressed bytes taken so far; null where the rows themselves say. */
  consumed(): number | null;
  close(): void;
}

function openFile(raw: Readable, { name, encoding }: FileRow): OpenFile {
  if (encoding !== "gzip" && !/\.gz$/i.test(name))
    return { stream: raw, consumed: () => null, close: () => raw.destroy() };
  const gunzip = createGunzip();
  // Errors of either end come out of the inflating stream, where they are read.
  pipeline(raw, gunzip, () => {});
  return { stream: gunzip, consumed: () => gunzip.bytesWritten, close: () => raw.destroy() };
}

/** What a stream says of a file that is gone or does not inflate; everything else passes. Names the file. */
function toFileProblem(error: unknown, name: string): unknown {
  if (error instanceof FileProblem) return new FileProblem(error.code, `${name}: ${error.detail}`);
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code === "ENOENT") return new FileProblem("file_gone", `${name}: the file is no longer on disk`);
  if (/^Z_(?:DATA|BUF)_ERROR$/.test(code))
    return new FileProblem("invalid_gzip", `${name}: the file does not inflate as gzip`);
  return error;
}
