import {
  DETECTED_TOPICS,
  type EventLog,
  type PartitionOffset,
  RAW_TOPICS,
  TOUCHED_TOPICS,
  type Topic,
} from "../../events/log/port.ts";

export const STORE_GROUP = "store";
export const ANALYSE_GROUP = "analyse";
export const EXPOSURES_GROUP = "exposures";
export const ANALYSE_TOPICS = [...TOUCHED_TOPICS, ...DETECTED_TOPICS] as const satisfies readonly Topic[];

/**
 * Waits until all that the log holds now has been stored, and what that touched has been folded. Answers false when
 * `timeoutMs` passed first: then something is behind, and an absence proves nothing.
 */
export async function awaitSettled(
  eventLog: EventLog,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<boolean> {
  const deadline = Date.now() + timeoutMs;
  return (
    (await caughtUp(eventLog, STORE_GROUP, RAW_TOPICS, deadline, signal)) &&
    (await caughtUp(eventLog, ANALYSE_GROUP, TOUCHED_TOPICS, deadline, signal))
  );
}

/** Waits further until all failures that were detected by then have been analysed; answers as `awaitSettled` does. */
export async function awaitAnalysed(
  eventLog: EventLog,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<boolean> {
  const deadline = Date.now() + timeoutMs;
  return (
    (await awaitSettled(eventLog, timeoutMs, signal)) &&
    (await caughtUp(eventLog, ANALYSE_GROUP, DETECTED_TOPICS, deadline, signal))
  );
}

async function caughtUp(
  eventLog: EventLog,
  group: string,
  topics: readonly Topic[],
  deadline: number,
  signal: AbortSignal,
): Promise<boolean> {
  const ends = await eventLog.endOffsets(topics);
  while (!signal.aborted) {
    const lag = await eventLog.lag(group, topics);
    if (ends.every((end) => committedAt(lag, end) >= end.offset)) return true;
    if (Date.now() > deadline) return false;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return false;
}

function committedAt(lag: Awaited<ReturnType<EventLog["lag"]>>, at: PartitionOffset): number {
  return lag.find(({ topic, partition }) => topic === at.topic && partition === at.partition)?.committed ?? 0;
}
