import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

export interface SunkMessage {
  readonly id: string;
  readonly type: string;
  readonly object: string;
  readonly version: number;
  readonly times: number;
  /** When it came first, epoch ms. */
  readonly at: number;
  /** The object told of; only of a sink that keeps data. */
  readonly data?: Readonly<Record<string, unknown>>;
}

export interface Sink {
  readonly url: string;
  /** Takes messages signed with this secret, beside those given before. */
  setSecret(secret: string): Promise<void>;
  /** From now on every well-signed message is refused with this status; 0: taken again. */
  setAnswer(status: number): Promise<void>;
  read(): Promise<{ received: number; refused: number; invalid: number; messages: SunkMessage[] }>;
  stop(): void;
}

/** Starts the receiver as a process of its own. */
export async function startSink({ keepData = false } = {}): Promise<Sink> {
  const child = spawn(
    process.execPath,
    ["load-tests/verify/sink.mjs", ...(keepData ? ["--keep-data"] : [])],
    {
      stdio: ["pipe", "pipe", "inherit"],
    },
  );
  const url = await new Promise<string>((resolve) => {
    createInterface({ input: child.stdout }).once("line", (line) => {
      resolve((JSON.parse(line.slice("sink ".length)) as { url: string }).url);
    });
  });
  return {
    url,
    setSecret: async (secret) => {
      await fetch(url, { method: "PUT", body: secret });
    },
    setAnswer: async (status) => {
      await fetch(new URL("answer", url), { method: "PUT", body: String(status) });
    },
    read: async () => (await (await fetch(url)).json()) as Awaited<ReturnType<Sink["read"]>>,
    stop: () => child.kill(),
  };
}
