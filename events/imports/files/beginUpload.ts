import { and, eq, isNull, ne, or, sql } from "drizzle-orm";
import { importFiles } from "../../../drizzle/schema/import.ts";
import type { Ctx } from "../../../tenancy/context.ts";
import { type Tx, withTenant } from "../../../tenancy/database.ts";
import { DomainError } from "../../../tenancy/errors.ts";
import { MAX_IMPORT_DISK_BYTES, MAX_IMPORT_FILE_BYTES, MAX_IMPORT_FILES } from "../../limits.ts";
import type { FilePlace } from "../ports.ts";
import { findImport } from "../readImports.ts";
import { fileTooLarge, noRoom, rangeConflict, uploadConflict } from "./uploadErrors.ts";

/** Seconds that a writer has the file to itself without saying more: a process that died holds it no longer. */
export const WRITER_LEASE_SECONDS = 15;

export interface UploadInput {
  readonly id: string;
  readonly name: string;
  readonly range?: { readonly from: number; readonly to: number; readonly total: number | null } | undefined;
  readonly length: number | null;
  readonly encoding: "identity" | "gzip";
}

/** The right to write one file from `from` on. */
export interface Upload {
  readonly place: FilePlace;
  readonly writer: string;
  readonly from: number;
  /** The file may not become longer than this. */
  readonly upTo: number;
  /** Bytes of the whole file; null while nobody has said. */
  readonly total: number | null;
  /** Whether the end of the body is the end of the file. */
  readonly whole: boolean;
}

type FileRow = typeof importFiles.$inferSelect;

/** Takes the file for one writer. @throws DomainError as `putFile` does, before a byte is written. */
export async function beginUpload(ctx: Ctx, writer: string, input: UploadInput): Promise<Upload> {
  const tenantId = ctx.tenant.id;
  const { id: importId, name, range } = input;
  return withTenant(ctx.db, tenantId, async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`imports/${tenantId}`}, 0))`);
    const { state } = await findImport(tx, tenantId, importId, { lock: true });
    if (state !== "created")
      throw uploadConflict("import_started", `The import is ${state}: its files can no longer change.`);
    const row = await findFile(tx, { tenantId, importId, name });
    const total = totalOf(input, row);
    const from = range?.from ?? 0;
    const end = range ? range.to + 1 : total;
    const room = await roomFor(tx, { tenantId, importId, name });
    if ((total ?? end ?? 0) > room) throw noRoom();
    const encoding = from > 0 && row ? row.encoding : input.encoding;
    const upTo = Math.min(end ?? MAX_IMPORT_FILE_BYTES, room);
    await takePen(tx, { tenantId, importId, name }, { bytes: from, totalBytes: total, encoding, writer });
    return {
      place: { tenantId, importId, name },
      writer,
      from,
      upTo,
      total,
      whole: range === undefined,
    };
  });
}

async function findFile(tx: Tx, { tenantId, importId, name }: FilePlace): Promise<FileRow | null> {
  const ofImport = and(eq(importFiles.tenantId, tenantId), eq(importFiles.importId, importId));
  const [row] = await tx
    .select()
    .from(importFiles)
    .where(and(ofImport, eq(importFiles.name, name)));
  if (row?.writtenUntil && row.writtenUntil.getTime() > Date.now())
    throw uploadConflict(
      "being_written",
      `Somebody else is writing ${name} just now: try again in a moment.`,
    );
  if (!row && (await tx.$count(importFiles, ofImport)) >= MAX_IMPORT_FILES)
    throw uploadConflict("too_many_files", `An import has ${MAX_IMPORT_FILES} files at most.`);
  return row ?? null;
}

/** How long the whole file is to be. @throws where what is sent contradicts itself or what is held. */
function totalOf({ range, length }: UploadInput, row: FileRow | null): number | null {
  const total = range ? (range.total ?? row?.totalBytes ?? null) : length;
  if ((total ?? range?.to ?? 0) > MAX_IMPORT_FILE_BYTES) throw fileTooLarge();
  if (range === undefined) return total;
  const part = range.to - range.from + 1;
  if (part < 1 || (range.total ?? Infinity) <= range.to || (length ?? part) !== part)
    throw new DomainError("invalid_request", "Content-Range and the body do not fit each other.");
  const held = row?.bytes ?? 0;
  if (range.from !== held || range.to >= (total ?? Infinity))
    throw rangeConflict(held, row?.totalBytes ?? null);
  if (held > 0 && row?.totalBytes != null && total !== row.totalBytes)
    throw rangeConflict(held, row.totalBytes);
  return total;
}

/** What the tenant's other files leave: those on their way count with all that was announced. */
async function roomFor(tx: Tx, { tenantId, importId, name }: FilePlace): Promise<number> {
  const [row] = await tx
    .select({ used: sql<number>`coalesce(sum(greatest(bytes, coalesce(total_bytes, 0))), 0)::float8` })
    .from(importFiles)
    .where(
      and(
        eq(importFiles.tenantId, tenantId),
        isNull(importFiles.removedAt),
        or(ne(importFiles.importId, importId), ne(importFiles.name, name)),
      ),
    );
  return Math.max(0, MAX_IMPORT_DISK_BYTES - (row?.used ?? 0));
}

async function takePen(
  tx: Tx,
  { tenantId, importId, name }: FilePlace,
  set: Pick<FileRow, "bytes" | "totalBytes" | "encoding"> & { readonly writer: string },
): Promise<void> {
  const values = {
    ...set,
    complete: false,
    writtenUntil: sql`now() + ${WRITER_LEASE_SECONDS} * interval '1 second'`,
    updatedAt: sql`now()`,
  };
  await tx
    .insert(importFiles)
    .values({ tenantId, importId, name, ...values })
    .onConflictDoUpdate({
      target: [importFiles.tenantId, importFiles.importId, importFiles.name],
      set: values,
    });
}
