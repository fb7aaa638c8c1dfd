import { readdirSync } from "node:fs";
import { join } from "node:path";

/** Every .ts file below the given folders, paths from the root. */
export function sourceFiles(folders) {
  return folders.flatMap((folder) => {
    try {
      return readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
        .map((entry) => join(entry.parentPath, entry.name));
    } catch {
      return [];
    }
  });
}
