import { execFileSync, spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";

/** Starts a command apart from this terminal and process; its output goes to `logFile`. Returns {pid, began, gone()}. */
export async function startDetached({ command, args, cwd, env, account, logFile }) {
  const log = openSync(logFile, "a", 0o600);
  const as = account ? { uid: account.uid, gid: account.gid } : {};
  const child = spawn(command, args, { cwd, env, detached: true, stdio: ["ignore", log, log], ...as });
  closeSync(log);
  let gone = false;
  child.once("exit", () => {
    gone = true;
  });
  await new Promise((resolve, reject) => {
    child.once("spawn", resolve);
    child.once("error", reject);
  });
  child.unref();
  return { pid: child.pid, began: beginOf(child.pid), gone: () => gone };
}

/** Whether the recorded process lives, and is not another that got its number. */
export function runs(record) {
  return record?.pid !== undefined && record.began !== "" && beginOf(record.pid) === record.began;
}

/** Asks with each signal in turn, `patienceMs` apart, and waits until the process is gone. @throws when it stays. */
export async function stop(record, signals, patienceMs) {
  for (const signal of signals) {
    if (!runs(record)) return;
    process.kill(record.pid, signal);
    const until = Date.now() + patienceMs;
    while (runs(record) && Date.now() < until) await delay(25);
  }
  if (runs(record)) throw new Error(`process ${record.pid} does not end`);
}

/** Repeats `attempt` until it answers something. @throws when the process is gone or after `patienceMs`. */
export async function answering(name, started, attempt, patienceMs = 60_000) {
  const until = Date.now() + patienceMs;
  let last = "no answer";
  for (;;) {
    try {
      const answer = await attempt();
      if (answer) return answer;
    } catch (error) {
      last = error.message;
    }
    if (started.gone?.()) throw new Error(`${name} ended while starting`);
    if (Date.now() > until) throw new Error(`${name} does not answer: ${last}`);
    await delay(50);
  }
}

/** When a process began, in the system's own words; empty when it is gone or waits to be reaped. */
export function beginOf(pid) {
  try {
    if (process.platform !== "linux") {
      const options = { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] };
      return execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], options).trim();
    }
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // Behind the command's name, in brackets: the state, and as the 20th field the time of the start.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return fields[0] === "Z" ? "" : fields[19];
  } catch {
    return "";
  }
}
