import type { Mapping } from "../mapping.ts";

/** A mapping that is known by name. */
export interface Preset {
  readonly name: string;
  readonly title: string;
  /** What the files are, and what had to be assumed where they say too little. */
  readonly description: string;
  readonly files: readonly PresetFile[];
  readonly mapping: Mapping;
}

export interface PresetFile {
  /** Name, `*` standing for any characters. */
  readonly name: string;
  /** Whether the import cannot do without it. */
  readonly required: boolean;
  /** Columns that it has. */
  readonly columns: readonly string[];
}
