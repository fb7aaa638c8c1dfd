import type { Ctx } from "../../tenancy/context.ts";
import { DomainError } from "../../tenancy/errors.ts";
import { newId } from "../../tenancy/id.ts";
import { requireScope } from "../../tenancy/requireScope.ts";
import { MAX_IMPORT_FILE_BYTES } from "../limits.ts";
import { beginUpload, type Upload, type UploadInput } from "./files/beginUpload.ts";
import { isFileName } from "./files/fileName.ts";
import { endUpload, keepUpload, leaveUpload } from "./files/keepUpload.ts";
import { fileTooLarge, noRoom, uploadConflict } from "./files/uploadErrors.ts";
import type { ImportFile } from "./import.ts";
import type { FileStore, FileWriter } from "./ports.ts";

export interface PutFileInput extends UploadInput {
  readonly body: AsyncIterable<Uint8Array>;
}

export interface PutFileDeps {
  readonly importFiles: FileStore;
}

/** How often what came is made durable and written down; what a crash of this process costs at most. */
const KEEP_EVERY_MS = 2_000;
/** Well within the writer's lease, for senders that pause. */
const HOLD_EVERY_MS = 4_000;

/**
 * Writes a file's bytes to disk as they come; `range` says which they are, else they are the whole file. A body that
 * breaks off leaves what came, to go on from. @throws DomainError not_found; invalid_request for a name or range that
 * cannot be; conflict when the import has started, somebody else writes the file, or the range begins elsewhere than
 * the bytes held end (`RangeConflict`); too_large.
 */
export async function putFile(ctx: Ctx, deps: PutFileDeps, input: PutFileInput): Promise<ImportFile> {
  requireScope(ctx, "imports:write");
  requireFileName(input.name);
  const upload = await beginUpload(ctx, newId("upl_"), input);
  const file = await deps.importFiles.write(upload.place, upload.from);
  try {
    return await receive(ctx, upload, file, input.body);
  } catch (error) {
    // Whatever went wrong, what came is kept to go on from, unless the import was cancelled meanwhile.
    const held = await file.sync();
    if (!(await leaveUpload(ctx, upload, held))) await deps.importFiles.remove(upload.place);
    throw error;
  } finally {
    await file.close();
  }
}

export function requireFileName(name: string): void {
  if (isFileName(name)) return;
  const detail =
    "A file's name has 1 to 100 letters, digits, dots, hyphens and underscores, and no dot first.";
  throw new DomainError("invalid_request", detail, {
    errors: [{ code: "invalid_format", pointer: "/name", detail }],
  });
}

async function receive(
  ctx: Ctx,
  upload: Upload,
  file: FileWriter,
  body: PutFileInput["body"],
): Promise<ImportFile> {
  let came = upload.from;
  let keptAt = performance.now();
  let failed: unknown = null;
  const keep = async () => {
    keptAt = performance.now();
    await keepUpload(ctx, upload, await file.sync());
  };
  // A sender that pauses keeps the pen.
  const hold = setInterval(() => {
    if (performance.now() - keptAt > KEEP_EVERY_MS)
      keep().catch((error: unknown) => {
        failed = error;
      });
  }, HOLD_EVERY_MS);
  try {
    for await (const chunk of body) {
      if (failed !== null) throw failed;
      came += chunk.byteLength;
      if (came > upload.upTo) throw tooLong(upload);
      await file.append(chunk);
      if (performance.now() - keptAt > KEEP_EVERY_MS) await keep();
    }
  } finally {
    clearInterval(hold);
  }
  return endUpload(ctx, upload, await file.sync());
}

function tooLong({ whole, total, upTo }: Upload): DomainError {
  if (!whole || total !== null) return uploadConflict("too_many_bytes", `More than ${upTo} bytes came.`);
  return upTo < MAX_IMPORT_FILE_BYTES ? noRoom() : fileTooLarge();
}
