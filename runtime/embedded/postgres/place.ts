import { createHash, randomBytes } from "node:crypto";
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Logger } from "pino";
import { endOrphan } from "../endOrphan.ts";
import { type Account, postgresAccount } from "./account.ts";
import { type Binaries, copyBinaries, findBinaries, isLinked } from "./binaries.ts";

/** Where one DFRAS_HOME keeps its PostgreSQL. Recorded in DFRAS_HOME/postgres.json (mode 0600). */
export interface Record {
  readonly folder: string;
  readonly password: string;
  readonly port: number;
}

export interface Place {
  readonly binaries: Binaries;
  /** The user to run as; null for ourselves. */
  readonly account: Account | null;
  readonly record: Record;
}

/**
 * Decides where binaries and data live and makes those folders.
 * As root both go outside the clone, which the unprivileged user may not be able to enter.
 */
export async function preparePlace(home: string, log: Logger): Promise<Place> {
  const found = findBinaries();
  const account = postgresAccount();
  const shared = account ? sharedFolder() : home;
  const known = readRecord(home);
  const record = known ?? newRecord(account ? join(shared, hashOf(home)) : join(home, "postgres"));
  if (!known) {
    await discardAbandoned(record.folder, log);
    writeRecord(home, record);
  }
  mkdirSync(record.folder, { recursive: true, mode: 0o700 });
  const copy = account !== null || !isLinked(found);
  const binaries = copy ? copyBinaries(found, join(shared, `postgresql-${found.version}`)) : found;
  if (account) {
    chownSync(record.folder, account.uid, account.gid);
    const places = { user: account.name, binaries: binaries.root, data: record.folder };
    log.info(
      places,
      `running as root: PostgreSQL runs as ${account.name}, with binaries and data in ${shared}`,
    );
  }
  return { binaries, account, record };
}

export function writeRecord(home: string, record: Record): void {
  writeFileSync(recordFile(home), `${JSON.stringify(record, null, 2)}\n`, { mode: 0o600 });
}

function readRecord(home: string): Record | null {
  if (!existsSync(recordFile(home))) return null;
  return JSON.parse(readFileSync(recordFile(home), "utf8")) as Record;
}

function newRecord(folder: string): Record {
  return { folder, password: randomBytes(24).toString("hex"), port: 0 };
}

/** A folder of this home's name that the home does not know of: the home was deleted since, its data are unreadable. */
async function discardAbandoned(folder: string, log: Logger): Promise<void> {
  if (!existsSync(folder)) return;
  await endPostgres(folder, log);
  log.warn({ folder }, "removing the database of a DFRAS_HOME that was deleted");
  rmSync(folder, { recursive: true, force: true });
}

/** Ends a PostgreSQL of an earlier run on this folder. */
export function endPostgres(folder: string, log: Logger): Promise<void> {
  const data = join(folder, "data");
  const signals = ["SIGINT", "SIGQUIT", "SIGKILL"] as const;
  return endOrphan({ name: "postgres", pidFile: join(data, "postmaster.pid"), mark: data, signals, log });
}

function sharedFolder(): string {
  const parent = ["/var/lib", "/var/db"].find((path) => existsSync(path)) ?? tmpdir();
  const folder = join(parent, "dfras");
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o755);
  return folder;
}

function hashOf(home: string): string {
  return createHash("sha256").update(resolve(home)).digest("hex").slice(0, 16);
}

function recordFile(home: string): string {
  return join(home, "postgres.json");
}
