import { createReadStream } from "node:fs";
import { type FileHandle, mkdir, open, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { FilePlace, FileStore, FileWriter } from "../ports.ts";
import { isFileName } from "./fileName.ts";

const READ_BYTES = 256 * 1024;
const PART = /^[a-z]+_[0-9a-z]+$/;

/** Keeps files under `root/<tenant>/<import>/`, readable by this system's user alone. */
export function createDiskFiles(root: string): FileStore {
  const folderOf = (tenantId: string, importId: string) => {
    if (!PART.test(tenantId) || !PART.test(importId)) throw new Error("no folder for such an import");
    return join(root, tenantId, importId);
  };
  const pathOf = ({ tenantId, importId, name }: FilePlace) => {
    if (!isFileName(name)) throw new Error("no file of such a name");
    return join(folderOf(tenantId, importId), name);
  };
  return {
    async write(place, bytes) {
      const path = pathOf(place);
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      const file = await open(path, bytes === 0 ? "w" : "r+", 0o600);
      await file.truncate(bytes);
      return toWriter(file, dirname(path), bytes);
    },
    read: (place) => createReadStream(pathOf(place), { highWaterMark: READ_BYTES }),
    remove: (place) => rm(pathOf(place), { force: true }),
    removeAll: (tenantId, importId) => rm(folderOf(tenantId, importId), { recursive: true, force: true }),
  };
}

function toWriter(file: FileHandle, folder: string, bytes: number): FileWriter {
  let at = bytes;
  let folderSynced = false;
  return {
    async append(chunk) {
      for (let done = 0; done < chunk.byteLength; ) {
        const { bytesWritten } = await file.write(chunk, done, chunk.byteLength - done, at);
        done += bytesWritten;
        at += bytesWritten;
      }
    },
    async sync() {
      const held = at;
      await file.datasync();
      if (!folderSynced) await syncFolder(folder);
      folderSynced = true;
      return held;
    },
    close: () => file.close(),
  };
}

/** A new file's name is durable only once its folder is. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
