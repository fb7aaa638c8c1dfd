import { execFile } from "node:child_process";
import { chownSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Logger } from "pino";
import postgres from "postgres";
import { freePort } from "./freePort.ts";
import { endPostgres, type Place, preparePlace, writeRecord } from "./postgres/place.ts";
import { type Guarded, spawnGuarded } from "./spawnGuarded.ts";

export interface EmbeddedStore {
  readonly url: string;
  /** Process id of the store itself. */
  readonly pid: number;
  /** Resolves with the exit code when the store is gone, wanted or not. */
  readonly exited: Promise<number>;
  stop(): Promise<void>;
}

const USER = "dfras";
const GRACE_SECONDS = 30;

/**
 * Starts PostgreSQL on the data of `home` and waits until it answers, creating the database at first.
 * Takes over from a run that was killed. The port is last time's when that is free.
 */
export async function startPostgres(options: { home: string; log: Logger }): Promise<EmbeddedStore> {
  const { home, log } = options;
  const place = await preparePlace(home, log);
  await endPostgres(place.record.folder, log);
  await createCluster(place);
  const port = await freePort(place.record.port);
  writeRecord(home, { ...place.record, port });
  const server = runServer(place, port, log);
  const url = `postgres://${USER}:${place.record.password}@127.0.0.1:${port}`;
  await answering(`${url}/postgres`, server);
  await createDatabase(`${url}/postgres`);
  return { url: `${url}/${USER}`, pid: await server.pid, exited: server.exited, stop: server.stop };
}

/** Where the data of `home` are, outside of it when we are root; for who wants to remove a home whole. */
export async function postgresFolder(home: string, log: Logger): Promise<string> {
  return (await preparePlace(home, log)).record.folder;
}

async function createCluster({ binaries, account, record }: Place): Promise<void> {
  const data = join(record.folder, "data");
  if (existsSync(data)) return;
  const draft = `${data}.draft`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { mode: 0o700 });
  const passwordFile = join(record.folder, "password");
  writeFileSync(passwordFile, record.password, { mode: 0o600 });
  for (const path of account ? [draft, passwordFile] : [])
    chownSync(path, account?.uid ?? -1, account?.gid ?? -1);
  const args = [
    `--pgdata=${draft}`,
    `--username=${USER}`,
    `--pwfile=${passwordFile}`,
    "--auth=scram-sha-256",
  ];
  const locale = ["--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"];
  const as = account ? { uid: account.uid, gid: account.gid } : {};
  const env = { PATH: "/usr/bin:/bin", LC_ALL: "C" };
  await promisify(execFile)(join(binaries.root, "bin", "initdb"), [...args, ...locale], {
    ...as,
    env,
    cwd: record.folder,
  });
  rmSync(passwordFile);
  renameSync(draft, data);
}

function runServer({ binaries, account, record }: Place, port: number, log: Logger): Guarded {
  const settings = {
    port,
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    max_connections: 100,
    shared_buffers: "128MB",
    max_wal_size: "2GB",
    checkpoint_timeout: "15min",
    wal_compression: "on",
    max_parallel_workers_per_gather: 0,
    jit: "off",
    log_min_messages: "warning",
    log_min_error_statement: "panic",
    log_line_prefix: "",
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  return spawnGuarded({
    command: join(binaries.root, "bin", "postgres"),
    args: ["-D", join(record.folder, "data"), ...flags],
    cwd: record.folder,
    env: { PATH: "/usr/bin:/bin", LC_ALL: "C" },
    ...(account ? { as: { uid: account.uid, gid: account.gid } } : {}),
    stopSignal: "INT",
    graceSeconds: GRACE_SECONDS,
    onLine: (line) => log.debug({ store: "postgres" }, line),
  });
}

async function answering(url: string, server: Guarded): Promise<void> {
  let exit: number | null = null;
  void server.exited.then((code) => {
    exit = code;
  });
  const until = Date.now() + 60_000;
  for (;;) {
    const connection = postgres(url, { max: 1, connect_timeout: 5, onnotice: () => {} });
    try {
      await connection`select 1`;
      return;
    } catch (error) {
      if (exit !== null)
        throw new Error(
          `PostgreSQL ended with code ${exit} while starting: ${server.lastLines().join(" | ")}`,
        );
      if (Date.now() > until) throw error;
    } finally {
      await connection.end({ timeout: 1 });
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function createDatabase(url: string): Promise<void> {
  const connection = postgres(url, { max: 1, onnotice: () => {} });
  try {
    const rows = await connection`select 1 from pg_database where datname = ${USER}`;
    if (rows.length === 0) await connection.unsafe(`create database ${USER}`);
  } finally {
    await connection.end({ timeout: 5 });
  }
}
