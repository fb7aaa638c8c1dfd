import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";

export interface GuardedOptions {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Runs the command as this user (only root may). */
  readonly as?: { readonly uid: number; readonly gid: number };
  /** What asks the command to end, e.g. "INT". After `graceSeconds` it is killed. */
  readonly stopSignal: "INT" | "TERM";
  readonly graceSeconds: number;
  /** Receives each line of the command's standard output and error. */
  readonly onLine: (line: string) => void;
}

export interface Guarded {
  /** Process id of the command itself (not of its guard). */
  readonly pid: Promise<number>;
  /** Resolves with the exit code when the command is gone. */
  readonly exited: Promise<number>;
  /** The last lines that the command wrote, to say why it ended. */
  lastLines(): readonly string[];
  /** Asks the command to end and waits until it is gone. */
  stop(): Promise<void>;
}

// The guard outlives a kill -9 of this process: the pipe on its standard input then closes, and it ends the command.
const GUARD = `
signal=$1; grace=$2; shift 2
exec 4<&0
"$@" </dev/null 3>&- 4<&- &
child=$!
echo $child >&3; exec 3>&-
{ cat <&4 >/dev/null; kill -$signal $child; i=0
  while kill -0 $child && [ $i -lt $grace ]; do sleep 1; i=$((i+1)); done
  kill -9 $child; } >/dev/null 2>&1 &
watch=$!
exec 4<&-
wait $child; code=$?
kill $watch 2>/dev/null
exit $code`;

/** Starts a command that ends when we end, however we end: by `stop`, by an exit or by kill -9. */
export function spawnGuarded(options: GuardedOptions): Guarded {
  const { command, args, stopSignal, graceSeconds } = options;
  const guard = spawn(
    "/bin/sh",
    ["-c", GUARD, "dfras-guard", stopSignal, String(graceSeconds), command, ...args],
    {
      stdio: ["pipe", "pipe", "pipe", "pipe"],
      // A session of its own: Ctrl-C in a terminal must reach us alone, so that roles drain before their stores go.
      detached: true,
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
      ...(options.env === undefined ? {} : { env: { ...options.env } }),
      ...(options.as ?? {}),
    },
  );
  const lines: string[] = [];
  for (const output of [guard.stdout, guard.stderr]) {
    createInterface({ input: output }).on("line", (line) => {
      if (lines.push(line) > 10) lines.shift();
      options.onLine(line);
    });
  }
  guard.stdin.on("error", () => {});
  const exited = new Promise<number>((resolve) => {
    guard.once("error", () => resolve(127));
    guard.once("exit", (code) => {
      guard.stdin.destroy();
      resolve(code ?? 137);
    });
  });
  return {
    pid: readPid(guard.stdio[3] as Readable),
    exited,
    lastLines: () => lines,
    stop: async () => {
      guard.stdin.end();
      await exited;
    },
  };
}

async function readPid(pipe: Readable): Promise<number> {
  let text = "";
  for await (const chunk of pipe) text += String(chunk);
  return Number.parseInt(text, 10);
}
