import { and, eq, isNull, sql } from "drizzle-orm";
import { importFiles } from "../../../drizzle/schema/import.ts";
import type { Ctx } from "../../../tenancy/context.ts";
import { type Tx, withTenant } from "../../../tenancy/database.ts";
import { DomainError } from "../../../tenancy/errors.ts";
import { MAX_IMPORT_DISK_BYTES } from "../../limits.ts";
import { type ImportFile, toFile } from "../import.ts";
import { type Upload, WRITER_LEASE_SECONDS } from "./beginUpload.ts";
import { noRoom, uploadConflict } from "./uploadErrors.ts";

/**
 * Writes down how many bytes are durable, and keeps the pen. @throws DomainError conflict when the pen was taken, as
 * by a cancellation; too_large when the tenant's files together have no room left.
 */
export async function keepUpload(ctx: Ctx, upload: Upload, bytes: number): Promise<void> {
  await withTenant(ctx.db, ctx.tenant.id, async (tx) => {
    await update(tx, upload, {
      bytes,
      writtenUntil: sql`now() + ${WRITER_LEASE_SECONDS} * interval '1 second'`,
    });
    const [row] = await tx
      .select({ used: sql<number>`sum(bytes)::float8` })
      .from(importFiles)
      .where(and(eq(importFiles.tenantId, upload.place.tenantId), isNull(importFiles.removedAt)));
    if ((row?.used ?? 0) > MAX_IMPORT_DISK_BYTES) throw noRoom();
  });
}

/** Lays the pen down; the file stays as far as it came. False when the pen had been taken by a cancellation. */
export async function leaveUpload(ctx: Ctx, upload: Upload, bytes: number): Promise<boolean> {
  const change = { bytes, writer: null, writtenUntil: null };
  try {
    await withTenant(ctx.db, ctx.tenant.id, (tx) => update(tx, upload, change));
    return true;
  } catch (error) {
    if (error instanceof DomainError) return false;
    throw error;
  }
}

/** Lays the pen down at the end of the body: the file is complete if it has all its bytes. */
export async function endUpload(ctx: Ctx, upload: Upload, bytes: number): Promise<ImportFile> {
  const { whole, total } = upload;
  const complete = total === null ? whole : bytes === total;
  const totalBytes = complete ? bytes : total;
  const row = await withTenant(ctx.db, ctx.tenant.id, (tx) =>
    update(tx, upload, { bytes, totalBytes, complete, writer: null, writtenUntil: null }),
  );
  return toFile(row);
}

type Change = Partial<Omit<typeof importFiles.$inferInsert, "writtenUntil">> & {
  readonly writtenUntil?: ReturnType<typeof sql> | null;
};

async function update(tx: Tx, { place, writer }: Upload, change: Change) {
  const [row] = await tx
    .update(importFiles)
    .set({ ...change, updatedAt: sql`now()` })
    .where(
      and(
        eq(importFiles.tenantId, place.tenantId),
        eq(importFiles.importId, place.importId),
        eq(importFiles.name, place.name),
        eq(importFiles.writer, writer),
      ),
    )
    .returning();
  if (!row) throw uploadConflict("taken_over", "The import was deleted, or somebody else writes this file.");
  return row;
}
