import type { EventLog, LogAppend } from "../events/log/port.ts";
import { type Outcome, ok, retry } from "./outcome.ts";

/** Appends what a stage tells the next one; whatever the log did not take makes the range come again. */
export async function appendAll(eventLog: EventLog, records: readonly LogAppend[]): Promise<Outcome> {
  if (records.length === 0) return ok;
  for (const outcome of await eventLog.append(records)) if (!outcome.ok) return retry(outcome.reason);
  return ok;
}
