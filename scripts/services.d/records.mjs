import { randomBytes } from "node:crypto";
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beginOf, runs } from "./process.mjs";

/** What DIR knows of a service: process, port, secrets (mode 0600). Empty before the first start. */
export function readRecord(dir, name) {
  return readJson(join(dir, `${name}.json`));
}

export function writeRecord(dir, name, record) {
  const file = join(dir, `${name}.json`);
  writeFileSync(`${file}.draft`, `${JSON.stringify(record, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.draft`, file);
}

/** A secret that needs no escaping in a URL, a configuration file or SQL. */
export function password() {
  return randomBytes(24).toString("hex");
}

/** One `up` or `down` at a time on a DIR. Returns the way to let go. @throws while another one works. */
export function lock(dir) {
  const file = join(dir, "lock");
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, JSON.stringify({ pid: process.pid, began: beginOf(process.pid) }));
  try {
    for (;;) {
      try {
        linkSync(draft, file);
        return () => rmSync(file, { force: true });
      } catch (error) {
        if (error.code !== "EEXIST") throw error;
      }
      const holder = readJson(file);
      if (runs(holder)) throw new Error(`another up or down (process ${holder.pid}) works on ${dir}`);
      rmSync(file, { force: true });
    }
  } finally {
    rmSync(draft, { force: true });
  }
}

function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return {};
  }
}
