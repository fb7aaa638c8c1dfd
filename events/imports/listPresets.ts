import type { Ctx } from "../../tenancy/context.ts";
import { requireScope } from "../../tenancy/requireScope.ts";
import type { Preset } from "./presets/preset.ts";
import { PRESETS } from "./presets/presets.ts";

/** What can be imported without writing a mapping. */
export function listPresets(ctx: Ctx): readonly Preset[] {
  requireScope(ctx, "imports:read");
  return PRESETS;
}
