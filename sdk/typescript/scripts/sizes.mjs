// What the package weighs in an application, minified and gzipped, against its marks. Fails above one.
// Usage: node sdk/typescript/scripts/sizes.mjs
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "tsup";

const source = (file) => JSON.stringify(fileURLToPath(new URL(`../src/${file}`, import.meta.url)));
/** Name, what an application imports, most kB gzipped. */
const CASES = [
  ["whole", `export * from ${source("index.ts")}`, 12],
  ["client", `export { Dfras } from ${source("index.ts")}`, 12],
  ["one-resource", `export { FailuresApi, Transport } from ${source("index.ts")}`, 5],
  ["webhooks", `export * from ${source("webhooks.ts")}`, 1.5],
];

const folder = mkdtempSync(join(tmpdir(), "dfras-sizes-"));
try {
  const entry = Object.fromEntries(
    CASES.map(([name, code]) => {
      const file = join(folder, `${name}.ts`);
      writeFileSync(file, code);
      return [name, file];
    }),
  );
  const outExtension = () => ({ js: ".mjs" });
  const options = {
    config: false,
    outExtension,
    minify: true,
    splitting: false,
    treeshake: false,
    silent: true,
  };
  const outDir = join(folder, "out");
  await build({ ...options, entry, outDir, format: "esm", platform: "browser", target: "es2022" });
  for (const [name, , mark] of CASES) {
    const code = readFileSync(join(outDir, `${name}.mjs`));
    const zipped = gzipSync(code, { level: 9 }).length / 1000;
    const min = (code.length / 1000).toFixed(1).padStart(5);
    console.log(`${name.padEnd(13)} ${min} kB min ${zipped.toFixed(2).padStart(6)} kB gzip, at most ${mark}`);
    if (zipped > mark) process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
