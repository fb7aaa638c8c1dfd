import { fileURLToPath } from "node:url";
import { defineConfig } from "tsup";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** ES modules and CommonJS with their types; the sources stay the ones that Node runs as they are. */
export default defineConfig({
  entry: { index: here("src/index.ts"), webhooks: here("src/webhooks.ts") },
  outDir: here("dist"),
  tsconfig: here("tsconfig.json"),
  format: ["esm", "cjs"],
  platform: "neutral",
  target: "es2022",
  dts: true,
  clean: true,
});
