/** Puts the marks of several runs side by side: `node load-tests/bench/predict/compare.ts <out> <out> ...`. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

interface Kept {
  readonly variant: string;
  readonly marks: Readonly<Record<string, number | null>>;
}

const folders = process.argv.slice(2);
if (folders.length === 0) throw new Error("usage: compare.ts <folder that a run wrote to> ...");
const runs = folders.map((folder) => JSON.parse(readFileSync(join(folder, "marks.json"), "utf8")) as Kept);
const names = [...new Set(runs.flatMap(({ marks }) => Object.keys(marks)))];
const line = (cells: readonly unknown[]) => console.log(`| ${cells.join(" | ")} |`);

line(["first failures", ...runs.map(({ variant }) => variant)]);
line(["---", ...runs.map(() => "---")]);
for (const name of names) line([name, ...runs.map(({ marks }) => marks[name] ?? "-")]);
