import { canonical } from "./canonical.ts";
import { dfrasCase } from "./dfrasCase/preset.ts";
import type { Preset } from "./preset.ts";

/** What imports can be made of without writing a mapping. */
export const PRESETS: readonly Preset[] = [canonical, dfrasCase];

/** The preset of a name, or null. */
export function findPreset(name: string): Preset | null {
  return PRESETS.find((preset) => preset.name === name) ?? null;
}
