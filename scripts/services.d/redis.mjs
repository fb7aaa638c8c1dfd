import { mkdirSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { output } from "./install.mjs";
import { freePorts } from "./ports.mjs";
import { answering, startDetached } from "./process.mjs";
import { password } from "./records.mjs";

export const redis = {
  name: "redis",
  stopSignals: ["SIGTERM", "SIGKILL"],
  variable: (record) => `REDIS_URL=redis://:${record.password}@127.0.0.1:${record.port}`,

  /** Starts Redis on the data of `dir`; `keep` records what is known as soon as it is. */
  async start(dir, record, keep) {
    const folder = join(dir, "redis");
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const [port] = await freePorts([record.port]);
    const secret = record.password ?? password();
    const version = /v=([\d.]+)/.exec(output("redis-server", "--version"))?.[1];
    const settings = { port, bind: "127.0.0.1", requirepass: secret, appendonly: "yes", daemonize: "no" };
    const config = join(folder, "redis.conf");
    const lines = Object.entries(settings).map(([name, value]) => `${name} ${value}\n`);
    writeFileSync(config, lines.join(""), { mode: 0o600 });
    const started = await startDetached({
      command: "redis-server",
      args: [config],
      cwd: folder,
      logFile: join(dir, "redis.log"),
    });
    keep({ pid: started.pid, began: started.began, port, version, password: secret });
    await answering("Redis", started, () => ping(port, secret));
  },

  answers: (record) => ping(record.port, record.password),
};

function ping(port, secret) {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: "127.0.0.1", port });
    let text = "";
    socket.setTimeout(2_000, () => socket.destroy(new Error("no answer within 2 s")));
    socket.once("connect", () => socket.write(`AUTH ${secret}\r\nPING\r\n`));
    socket.on("data", (data) => {
      text += data;
      if (text.includes("+PONG")) socket.end();
      // While it reads its data it answers -LOADING.
      else if (text.split("\r\n").length > 2) socket.destroy(new Error(text.trim()));
    });
    socket.once("error", reject);
    socket.once("close", () => resolve(text.includes("+PONG")));
  });
}
