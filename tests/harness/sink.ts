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
}

export interface Sink {
  readonly url: string;
  setSecret(secret: string): Promise<void>;
  read(): Promise<{ received: number; invalid: number; messages: SunkMessage[] }>;
  stop(): void;
}

/** Starts the receiver as a process of its own. */
export async function startSink(): Promise<Sink> {
  const child = spawn(process.execPath, ["load-tests/verify/sink.mjs"], {
    stdio: ["pipe", "pipe", "inherit"],
  });
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
    read: async () => (await (await fetch(url)).json()) as Awaited<ReturnType<Sink["read"]>>,
    stop: () => child.kill(),
  };
}
