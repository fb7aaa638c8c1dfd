import { type LogEntry, logLevel } from "kafkajs";
import type { Logger } from "pino";

/** Part of every rebalance, start and reconnection. What comes of them is told by those who wait for it. */
const ROUTINE =
  /rebalanc|coordinator|leader|load|limiting retries|connection|disconnect|closed|timed out|not aware of this member|generation|crash|restarting|failed to send|topic-partition|without match/i;

/**
 * kafkajs's log lines as ours: what is routine in its errors and warnings at `debug`, the rest of them at `warn`;
 * nothing of a client that was cut off, which is bound to complain.
 */
export function toPino(log: Logger, isCut: () => boolean): () => (entry: LogEntry) => void {
  return () =>
    ({ level, namespace, log: { message, timestamp: _, logger: __, ...rest } }) => {
      if (isCut()) return;
      const text = `kafka ${namespace}: ${message}`;
      if (level > logLevel.WARN) log.trace(rest, text);
      else if (ROUTINE.test(`${message} ${rest["error"] ?? ""}`)) log.debug(rest, text);
      else log.warn(rest, text);
    };
}
