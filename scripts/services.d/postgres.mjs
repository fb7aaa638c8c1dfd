import { execFile } from "node:child_process";
import {
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { output, postgresBinaries } from "./install.mjs";
import { freePorts } from "./ports.mjs";
import { findAccount, postgresFolder } from "./postgres/account.mjs";
import { answering, beginOf, startDetached } from "./process.mjs";
import { password } from "./records.mjs";

const USER = "dfras";
const ENV = { PATH: "/usr/bin:/bin", LC_ALL: "C.UTF-8" };
/** What each of several processes opens, times how many a test of a rolling restart has. */
const CONNECTIONS = 400;

export const postgres = {
  name: "postgres",
  // INT is PostgreSQL's fast shutdown: TERM would wait until every client has left.
  stopSignals: ["SIGINT", "SIGQUIT", "SIGKILL"],
  variable: (record) => `DATABASE_URL=postgres://${USER}:${record.password}@127.0.0.1:${record.port}/${USER}`,

  /** Starts PostgreSQL on the data of `dir`; `keep` records what is known as soon as it is. */
  async start(dir, record, keep) {
    const binaries = postgresBinaries();
    const account = findAccount();
    const folder = record.folder ?? (await postgresFolder(dir, account));
    const secrets = { password: record.password ?? password(), superuser: record.superuser ?? password() };
    const [port] = await freePorts([record.port]);
    const version = /\d+(\.\d+)?/.exec(output(join(binaries, "postgres"), "--version"))?.[0];
    const known = { ...secrets, folder, port, version };
    keep(known);
    const place = { binaries, account, folder };
    await createCluster(place, secrets.superuser);
    const started = await runServer(place, port, join(dir, "postgres.log"));
    keep({ ...known, pid: started.pid, began: started.began });
    await answering("PostgreSQL", started, () => query(known, "select 1"));
    await createOwner(known);
  },

  answers: (record) => query(record, "select 1"),

  /** Its data may lie outside of DIR. */
  remove: (record) => {
    if (record.folder) rmSync(record.folder, { recursive: true, force: true });
  },
};

/** The data appear whole or not at all. */
async function createCluster({ binaries, account, folder }, superuserPassword) {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (account) chownSync(folder, account.uid, account.gid);
  const data = join(folder, "data");
  if (existsSync(data)) return clearRemains(data);
  const draft = `${data}.draft`;
  const passwordFile = join(folder, "password");
  rmSync(draft, { recursive: true, force: true });
  writeFileSync(passwordFile, superuserPassword, { mode: 0o600 });
  if (account) chownSync(passwordFile, account.uid, account.gid);
  const args = ["--username=postgres", `--pwfile=${passwordFile}`, "--auth=scram-sha-256"];
  const as = account ? { uid: account.uid, gid: account.gid } : {};
  const locale = ["--encoding=UTF8", "--locale=C"];
  await promisify(execFile)(join(binaries, "initdb"), ["--pgdata", draft, ...args, ...locale], {
    ...as,
    env: ENV,
    cwd: folder,
  });
  rmSync(passwordFile);
  renameSync(draft, data);
}

/**
 * A killed server whose parent does not collect it keeps its number, which PostgreSQL takes for a living server.
 * Its pid file goes once none of its processes, which all work in `data`, is left.
 */
async function clearRemains(data) {
  const file = join(data, "postmaster.pid");
  if (!existsSync(file) || beginOf(Number.parseInt(readFileSync(file, "utf8"), 10)) !== "") return;
  await answering("what is left of a killed PostgreSQL", {}, () => !worksIn(data), 10_000);
  rmSync(file, { force: true });
}

function worksIn(folder) {
  if (!existsSync("/proc/self/cwd")) return false;
  return readdirSync("/proc").some((pid) => {
    try {
      return /^\d+$/.test(pid) && readlinkSync(`/proc/${pid}/cwd`) === folder;
    } catch {
      return false;
    }
  });
}

function runServer({ binaries, account, folder }, port, logFile) {
  const settings = {
    port,
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    max_connections: CONNECTIONS,
    shared_buffers: "128MB",
    max_wal_size: "2GB",
    jit: "off",
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  return startDetached({
    command: join(binaries, "postgres"),
    args: ["-D", join(folder, "data"), ...flags],
    cwd: folder,
    env: ENV,
    account,
    logFile,
  });
}

/**
 * The product's user may create roles and databases but is no superuser, as on most hosted PostgreSQL: what needs
 * more rights than docs/deploy.md names fails in tests.
 */
async function createOwner(record) {
  const exists = await query(record, `select 1 from pg_roles where rolname = '${USER}'`);
  if (!exists) {
    await query(record, `create role ${USER} login createrole createdb password '${record.password}'`);
  }
  const database = await query(record, `select 1 from pg_database where datname = '${USER}'`);
  if (!database) await query(record, `create database ${USER} owner ${USER}`);
}

/** What psql prints for a statement of the superuser. */
async function query({ port, superuser }, statement) {
  const args = ["-X", "-A", "-t", "-q", "-h", "127.0.0.1", "-p", String(port), "-U", "postgres"];
  const { stdout } = await promisify(execFile)(join(postgresBinaries(), "psql"), [...args, "-c", statement], {
    env: { ...ENV, PGPASSWORD: superuser, PGCONNECT_TIMEOUT: "3", PGDATABASE: "postgres" },
  });
  return stdout.trim();
}
