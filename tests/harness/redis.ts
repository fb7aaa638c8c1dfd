import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { freePort } from "../../runtime/embedded/freePort.ts";
import { waitFor } from "./waitFor.ts";

export interface OwnRedis {
  readonly url: string;
  /** Starts it, or starts it again, empty, on the same port. */
  start(): Promise<void>;
  kill(signal: NodeJS.Signals): Promise<void>;
}

/** A Redis of a test's own, which may be killed; `redis-server` comes with `scripts/services up`. Not yet started. */
export async function createOwnRedis(...settings: readonly string[]): Promise<OwnRedis> {
  const port = await freePort();
  let child: ChildProcess | undefined;
  const start = async () => {
    const args = ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--dir", "/tmp", ...settings];
    const started = spawn("redis-server", args, { stdio: "ignore" });
    child = started;
    const failed = once(started, "error").then(([error]) => {
      throw new Error("redis-server is not installed: run scripts/services up first", { cause: error });
    });
    await Promise.race([failed, waitFor(() => answers(port))]);
  };
  return {
    url: `redis://127.0.0.1:${port}`,
    start,
    kill: async (signal) => {
      if (!child || child.exitCode !== null || child.signalCode !== null) return;
      child.kill(signal);
      if (signal !== "SIGSTOP" && signal !== "SIGCONT") await once(child, "exit");
    },
  };
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: "127.0.0.1", port });
    socket.once("connect", () => socket.write("PING\r\n"));
    socket.once("data", (data) => {
      socket.destroy();
      resolve(/^(\+PONG|-NOAUTH)/.test(data.toString()));
    });
    socket.once("error", () => resolve(false));
  });
}
