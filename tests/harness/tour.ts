import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";

/** The blocks of a document that are marked as steps of a tour, in order. */
export function tourOf(document: string): readonly string[] {
  const text = readFileSync(document, "utf8");
  return [...text.matchAll(/^```sh tour\n(.*?)^```$/gms)].map(([, block = ""]) => block);
}

export interface ShellRun {
  readonly code: number | null;
  readonly err: string;
  /** What each step said on standard output. */
  readonly said: readonly string[];
}

/**
 * Runs the steps one after the other in one shell that ends at the first fault; `onStart` is told the id of its group
 * of processes, so that whoever breaks off can end them all.
 */
export async function runTour(
  steps: readonly string[],
  env: Readonly<Record<string, string>>,
  onStart: (group: number) => void = () => {},
): Promise<ShellRun> {
  const script = steps.map((step, n) => `printf "\\n== ${n}\\n"\n${step}`).join("\n");
  const child = spawn("bash", ["-eu", "-o", "pipefail", "-c", script], {
    env: { ...process.env, ...env },
    detached: true,
    timeout: 120_000,
  });
  if (child.pid) onStart(child.pid);
  let [out, err] = ["", ""];
  child.stdout.on("data", (chunk) => (out += chunk));
  child.stderr.on("data", (chunk) => (err += chunk));
  const [code] = await once(child, "close");
  // npx speaks of npm's own configuration there.
  const faults = err.replace(/^npm warn .*\n/gm, "");
  return { code: code as number | null, err: faults, said: out.split(/^== \d+\n/m).slice(1) };
}
