import { execFileSync, spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { getPriority } from "node:os";
import { text } from "node:stream/consumers";
import { expect, it } from "vitest";

const SCRIPT = `
import { readFileSync, existsSync } from "node:fs";
import { getPriority } from "node:os";
import { giveWay } from "${new URL("./priority.ts", import.meta.url).href}";
giveWay();
const file = "/proc/self/autogroup";
console.log(JSON.stringify({ priority: getPriority(), session: existsSync(file) ? readFileSync(file, "utf8") : "" }));`;

const ARGS = ["--input-type=module", "-e", SCRIPT];
interface Said {
  readonly priority: number;
  readonly session: string;
}
const said = (line: string) => JSON.parse(line) as Said;

it("lowers its own priority, and leaves a session that others share as it is", () => {
  const before = existsSync("/proc/self/autogroup") ? readFileSync("/proc/self/autogroup", "utf8") : "";
  const { priority, session } = said(execFileSync(process.execPath, ARGS, { encoding: "utf8" }));
  expect(priority).toBe(Math.max(getPriority(), 5));
  expect(session).toBe(before);
});

it("lowers a session of its own as a whole, where the system has such groups", async () => {
  const child = spawn(process.execPath, ARGS, { detached: true, stdio: ["ignore", "pipe", "inherit"] });
  const { priority, session } = said(await text(child.stdout));
  expect(priority).toBe(Math.max(getPriority(), 5));
  if (session !== "") expect(session).toMatch(new RegExp(` nice ${priority}\\s*$`));
});
