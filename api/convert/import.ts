import type { z } from "@hono/zod-openapi";
import type { ImportFile as DomainFile, Import as DomainImport } from "../../events/imports/import.ts";
import type { Preset } from "../../events/imports/presets/preset.ts";
import type { Import, ImportFile, ImportPresetList } from "../schemas/import.ts";

/** An import as the API shows it. */
export function toApiImport({ files, ...rest }: DomainImport): z.infer<typeof Import> {
  return { ...rest, files: files.map(toApiImportFile) };
}

export function toApiImportFile(file: DomainFile): z.infer<typeof ImportFile> {
  return { ...file };
}

/** The presets with their mappings as plain JSON, to copy and change. */
export function toApiPresets(presets: readonly Preset[]): z.infer<typeof ImportPresetList> {
  return {
    data: presets.map(({ name, title, description, files, mapping }) => ({
      name,
      title,
      description,
      files: files.map((file) => ({ ...file, columns: [...file.columns] })),
      mapping: { ...mapping },
    })),
  };
}
