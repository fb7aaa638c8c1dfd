import { Writable } from "node:stream";
import { format } from "node:util";
import { type Logger, pino } from "pino";

/** JSON lines on standard error; words for people when that is a terminal. */
export function createLog(level: string): Logger {
  const options = { level, base: { pid: process.pid }, timestamp: pino.stdTimeFunctions.isoTime };
  if (!process.stderr.isTTY) return pino(options, pino.destination({ dest: 2, sync: true }));
  return pino(options, forPeople(process.stderr));
}

/** What libraries write to the console become lines of the log, so that standard error holds nothing else. */
export function takeConsole(log: Logger): void {
  const say =
    (level: "info" | "warn") =>
    (...words: readonly unknown[]) =>
      log[level]({ from: "console" }, format(...words));
  Object.assign(console, { log: say("info"), info: say("info"), debug: say("info") });
  Object.assign(console, { warn: say("warn"), error: say("warn"), trace: say("warn") });
}

function forPeople(terminal: NodeJS.WritableStream): Writable {
  return new Writable({
    write(line, _encoding, done) {
      const { level, time, pid: _, msg, err, ...rest } = JSON.parse(String(line)) as Record<string, unknown>;
      const label = pino.levels.labels[Number(level)] ?? "";
      const more = Object.keys(rest).length > 0 ? ` ${JSON.stringify(rest)}` : "";
      const stack = (err as { stack?: string } | undefined)?.stack;
      terminal.write(
        `${String(time).slice(11, 19)} ${label.padEnd(5)} ${msg ?? ""}${more}${stack ? `\n${stack}` : ""}\n`,
      );
      done();
    },
  });
}
