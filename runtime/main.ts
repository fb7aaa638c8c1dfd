import type { Logger } from "pino";
import { showWaiting } from "../examples/demo/say/waiting.ts";
import { MissingRights } from "../tenancy/databaseRights.ts";
import { ConfigError, readConfig } from "./config.ts";
import { HomeInUse } from "./home/lock.ts";
import { createLog, takeConsole } from "./log.ts";
import { keepHeapSmall } from "./memory.ts";
import { type Program, startProgram } from "./program.ts";
import { PortTaken } from "./roles/serve.ts";
import { terminal } from "./terminal.ts";

/** Longer than any part takes to drain; past it something hangs. */
const CLOSE_MS = 45_000;

await main();

async function main(): Promise<void> {
  let log = createLog("info");
  keepHeapSmall();
  try {
    const config = readConfig();
    log = createLog(config.logLevel);
    takeConsole(log);
    endOnDefect(log);
    const program = startProgram(config, log);
    endOnSignal(program, log);
    const { ready, begin } = await waitedFor(program, config.demo);
    process.stdout.write(`ready ${JSON.stringify(ready)}\n`);
    begin();
  } catch (error) {
    const plain = [ConfigError, HomeInUse, MissingRights, PortTaken].some((kind) => error instanceof kind);
    if (plain) log.fatal((error as Error).message);
    else log.fatal({ err: error }, "DFRAS could not start");
    process.exit(1);
  }
}

/** People are told when the start takes longer than a second. */
async function waitedFor(program: Promise<Program>, people: boolean): Promise<Program> {
  const started = people ? showWaiting(terminal(), "Starting the stores and the pipeline") : () => {};
  return program.finally(started);
}

/** Drains on the first signal, also in the middle of starting; a second one ends the program at once. */
function endOnSignal(program: Promise<Program>, log: Logger): void {
  let ending = false;
  const end = async (signal: NodeJS.Signals) => {
    if (ending) process.exit(1);
    ending = true;
    log.info({ signal }, "draining");
    setTimeout(() => {
      log.error("draining takes too long; ending");
      process.exit(1);
    }, CLOSE_MS).unref();
    try {
      // A person who ends the program with Ctrl-C waits for no balancer.
      await (await program).close({ atOnce: signal === "SIGINT" });
      log.info("ended");
      process.exit(0);
    } catch (error) {
      log.error({ err: error }, "ended badly");
      process.exit(1);
    }
  };
  process.on("SIGTERM", end);
  process.on("SIGINT", end);
}

/** After an error that nobody caught nothing can be relied on; the next start takes over from what is stored. */
function endOnDefect(log: Logger): void {
  for (const kind of ["uncaughtException", "unhandledRejection"] as const) {
    process.on(kind, (error) => {
      log.fatal({ err: error }, kind);
      process.exit(1);
    });
  }
}
