import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { installMissing } from "./install.mjs";
import { kafka } from "./kafka.mjs";
import { postgres } from "./postgres.mjs";
import { runs, stop } from "./process.mjs";
import { lock, readRecord, writeRecord } from "./records.mjs";
import { redis } from "./redis.mjs";
import { say, seconds } from "./say.mjs";

const SERVICES = [kafka, redis, postgres];
const PATIENCE_MS = 20_000;

/** Starts what does not run, waits until everything answers, and prints the variables. */
export async function bringUp(path) {
  const dir = resolve(path);
  mkdirSync(dir, { recursive: true, mode: 0o711 });
  // PostgreSQL's user has to pass through; what is secret in here has mode 0600.
  if (process.getuid() === 0) chmodSync(dir, 0o711);
  const release = lock(dir);
  const started = [];
  const undo = async () => {
    await Promise.all(started.map((service) => stopService(dir, service)));
    release();
  };
  endOnSignal(undo);
  try {
    installMissing();
    const results = await Promise.allSettled(SERVICES.map((service) => ensure(dir, service, started)));
    const failed = results.find(({ status }) => status === "rejected");
    if (failed) throw failed.reason;
  } catch (error) {
    await undo();
    throw error;
  }
  release();
  for (const { name, variable } of SERVICES) console.log(variable(readRecord(dir, name)));
}

/** Stops what `up` started. With `remove` the data and DIR go too. */
export async function bringDown(path, remove) {
  const dir = resolve(path);
  if (!existsSync(dir)) return say(`services: there is no ${dir}`);
  const release = lock(dir);
  try {
    await Promise.all(SERVICES.map((service) => stopService(dir, service)));
    if (!remove) return;
    for (const service of SERVICES) service.remove?.(readRecord(dir, service.name));
    rmSync(dir, { recursive: true, force: true });
    say(`services: removed ${dir}`);
  } finally {
    release();
  }
}

/** One line for each service, on standard output; 1 when one does not answer. */
export async function tellStatus(path) {
  const dir = resolve(path);
  const states = await Promise.all(
    SERVICES.map(async ({ name, answers }) => {
      const record = readRecord(dir, name);
      if (!runs(record)) return { ok: false, line: `${name} does not run` };
      const ok = await answers(record).then(Boolean, () => false);
      const { version, pid, port } = record;
      const state = ok ? "runs" : "does not answer";
      return { ok, line: `${name} ${version} ${state}: pid ${pid}, port ${port}` };
    }),
  );
  for (const { line } of states) console.log(line);
  return states.every(({ ok }) => ok) ? 0 : 1;
}

async function ensure(dir, service, started) {
  const { name } = service;
  const record = readRecord(dir, name);
  if (runs(record)) {
    await service.answers(record);
    return;
  }
  const began = performance.now();
  const keep = (known) => writeRecord(dir, name, known);
  started.push(service);
  try {
    await service.start(dir, record, keep);
  } catch (error) {
    throw new Error(`${error.message}\n${lastLines(join(dir, `${name}.log`))}`);
  }
  const { version, pid, port } = readRecord(dir, name);
  say(`services: ${name} ${version} answers after ${seconds(began)}: pid ${pid}, port ${port}`);
}

async function stopService(dir, { name, stopSignals }) {
  const record = readRecord(dir, name);
  if (!runs(record)) return;
  const began = performance.now();
  await stop(record, stopSignals, PATIENCE_MS);
  say(`services: ${name} (pid ${record.pid}) stopped in ${seconds(began)}`);
}

/** Ctrl-C in the middle of starting leaves nothing behind. */
function endOnSignal(undo) {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    process.once(signal, async () => {
      say(`services: ${signal}: stopping what was started`);
      await undo();
      process.exit(130);
    });
  }
}

function lastLines(file) {
  if (!existsSync(file)) return "";
  return readFileSync(file, "utf8").trimEnd().split("\n").slice(-15).join("\n");
}
