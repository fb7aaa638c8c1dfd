import type { Readable } from "node:stream";

/** A file of an import. `name` has been checked by `isFileName`. */
export interface FilePlace {
  readonly tenantId: string;
  readonly importId: string;
  readonly name: string;
}

/** A file while it is written, from a known length on. */
export interface FileWriter {
  append(chunk: Uint8Array): Promise<void>;
  /** Makes what was appended durable; answers the bytes that the file holds then. */
  sync(): Promise<number>;
  close(): Promise<void>;
}

/** Where the bytes of imports are until they have been read. */
export interface FileStore {
  /** Opens the file with its first `bytes` bytes kept and whatever came after them cut off. */
  write(place: FilePlace, bytes: number): Promise<FileWriter>;
  /** The file's bytes from the beginning. */
  read(place: FilePlace): Readable;
  remove(place: FilePlace): Promise<void>;
  /** Deletes all files of an import; none there is fine. */
  removeAll(tenantId: string, importId: string): Promise<void>;
}
