import { pino } from "pino";
import type { Config } from "./config.ts";

const LEVEL_NAMES: Readonly<Record<number, string>> = pino.levels.labels;

/** JSON lines on standard error; on a terminal, one readable line each. */
export function createLog({ logLevel }: Pick<Config, "logLevel">): pino.Logger {
  const out = process.stderr.isTTY ? { write: (line: string) => process.stderr.write(readable(line)) } : pino.destination(2);
  return pino({ level: logLevel, base: null, timestamp: pino.stdTimeFunctions.isoTime }, out);
}

function readable(line: string): string {
  const { level, time, msg, ...rest } = JSON.parse(line) as { level: number; time: string; msg?: string };
  const more = Object.keys(rest).length === 0 ? "" : ` ${JSON.stringify(rest)}`;
  return `${time.slice(11, 19)} ${LEVEL_NAMES[level] ?? level} ${msg ?? ""}${more}\n`;
}
