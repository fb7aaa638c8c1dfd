import { DomainError } from "../../../tenancy/errors.ts";
import { MAX_IMPORT_DISK_BYTES, MAX_IMPORT_FILE_BYTES } from "../../limits.ts";

export function uploadConflict(code: string, detail: string): DomainError {
  return new DomainError("conflict", detail, { errors: [{ code, pointer: "", detail }] });
}

/** The range does not go on where the file ends: the sender goes on from `bytesHeld`. */
export class RangeConflict extends DomainError {
  readonly bytesHeld: number;
  readonly totalBytes: number | null;

  constructor(bytesHeld: number, totalBytes: number | null) {
    const detail = `${bytesHeld} bytes are held: go on from there, or send the whole file without Content-Range.`;
    super("conflict", detail, { errors: [{ code: "range_mismatch", pointer: "", detail }] });
    this.bytesHeld = bytesHeld;
    this.totalBytes = totalBytes;
  }
}

export const rangeConflict = (held: number, total: number | null) => new RangeConflict(held, total);

export function fileTooLarge(): DomainError {
  const detail = `A file may have ${MAX_IMPORT_FILE_BYTES} bytes at most.`;
  return new DomainError("too_large", detail, { errors: [{ code: "file_too_large", pointer: "", detail }] });
}

export function noRoom(): DomainError {
  const detail = `The files of all imports may have ${MAX_IMPORT_DISK_BYTES} bytes together: delete an import, or wait until one has ended.`;
  return new DomainError("too_large", detail, {
    errors: [{ code: "disk_quota_exceeded", pointer: "", detail }],
  });
}
