import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { giveWay } from "../../priority.ts";
import { openConnection } from "./connection.ts";
import { handle } from "./handle.ts";
import { openPool } from "./pool.ts";

/** What the parent writes into the file that it names as the only argument. */
export interface ChildOptions {
  readonly folder: string;
  /** Where the child says who it is. */
  readonly pidFile: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly interactive: number;
  readonly jobs: number;
  readonly queryMemoryBytes: number;
  readonly totalMemoryBytes: number;
}

const MAX_BODY_BYTES = 512 * 1024 * 1024;
const DRAIN_MS = 10_000;

// Before the engine makes its threads, which inherit it.
giveWay(process.ppid);
const options = JSON.parse(readFileSync(process.argv[2] ?? "", "utf8")) as ChildOptions;
mkdirSync(options.folder, { recursive: true });
writeFileSync(options.pidFile, String(process.pid));
const configFile = join(options.folder, "..", "clickhouse.xml");
writeFileSync(configFile, engineConfig(options.totalMemoryBytes));
const base = baseSettings(options);
// Half the cores at most for one job, so that a dashboard's query gets its turn.
const jobBase = { ...base, max_threads: String(Math.ceil(availableParallelism() / 2)) };
const interactive = await openPool(options.interactive, () =>
  openConnection(options.folder, configFile, base),
);
const jobs = await openPool(options.jobs, () => openConnection(options.folder, configFile, jobBase));
const control = await openConnection(options.folder, configFile, {});

const front = {
  pools: { interactive, jobs },
  kill: control.kill,
  credentials: `${options.user}:${options.password}`,
  maxBodyBytes: MAX_BODY_BYTES,
};
const server = createServer((request, response) => void handle(front, request, response));
server.keepAliveTimeout = 60_000;
server.requestTimeout = 0;
server.listen(options.port, "127.0.0.1", () => process.stdout.write("listening\n"));
server.on("error", (error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});

process.once("SIGTERM", () => {
  // What is committed is on disk, so a query that will not end is simply left behind.
  setTimeout(() => process.kill(process.pid, "SIGKILL"), DRAIN_MS).unref();
  server.close(() => {
    for (const part of [interactive, jobs, control]) part.close();
    process.exit(0);
  });
  server.closeIdleConnections();
});

function baseSettings({ queryMemoryBytes }: ChildOptions): Record<string, string> {
  return {
    max_memory_usage: String(queryMemoryBytes),
    // Parameters arrive as SET statements, whose length this limits.
    max_query_size: String(64 * 1024 * 1024),
    max_partitions_per_insert_block: "1000",
  };
}

/** Settings of the engine as a whole, sized for a small machine. */
function engineConfig(totalMemoryBytes: number): string {
  const settings = {
    max_server_memory_usage: totalMemoryBytes,
    mark_cache_size: 128 * 1024 * 1024,
    uncompressed_cache_size: 0,
    background_pool_size: 2,
    background_schedule_pool_size: 4,
    // A table that finds the few merge threads taken looks again after this, not after up to ten minutes of idling:
    // who deletes waits for it.
    background_processing_pool_task_sleep_seconds_when_no_work_max: 1,
  };
  const lines = Object.entries(settings).map(([name, value]) => `  <${name}>${value}</${name}>`);
  return `<clickhouse>\n${lines.join("\n")}\n</clickhouse>\n`;
}
