import { MAX_CHARACTERS } from "../consume/nextRange.ts";
import type { ReadInput } from "../consume/source.ts";
import type { LogRange, LogRecord, Topic } from "../port.ts";

/** How a buffer steers what is fetched for it. */
export interface Flow {
  seek(topic: Topic, offset: number): void;
  pause(topic: Topic): void;
  resume(topic: Topic): void;
  /** Offsets that the log does not hold, though it should. */
  onGap(topic: Topic, expected: number, found: number): void;
}

/** What was fetched ahead of one topic partition; bounded, by pausing the fetches. */
export interface FetchBuffer {
  /** Begins at `offset`. */
  open(offset: number): void;
  /** Takes fetched records, in order. Answers whether fetching may go on behind them. */
  take(records: readonly LogRecord[]): boolean;
  /** Forgets what is before `offset`; answers when the record at the head was appended, null when there is none. */
  head(offset: number): number | null;
  /** The records at the head that follow each other without a gap. */
  read(limits: Omit<ReadInput, "positions">): LogRange | null;
  /** Fetches on until the buffer reaches `last`, whatever its bounds. Answers whether it does. */
  reach(last: number): boolean;
}

export function createFetchBuffer(topic: Topic, maxRecords: number, flow: Flow): FetchBuffer {
  let records: LogRecord[] = [];
  let next: number | null = null;
  let soughtFor: number | null = null;
  /** Last offset of the range that was read: what comes behind it is what waits. */
  let handed = -1;
  let wanted = -1;
  let paused = true;

  function regulate(): void {
    const waiting = records.filter(({ offset }) => offset > handed);
    const characters = waiting.reduce((sum, { value }) => sum + value.length, 0);
    const full = (waiting.length >= maxRecords || characters >= MAX_CHARACTERS / 2) && (next ?? 0) > wanted;
    if (full === paused) return;
    paused = full;
    if (full) flow.pause(topic);
    else flow.resume(topic);
  }

  return {
    open(offset) {
      next = offset;
      flow.seek(topic, offset);
      regulate();
    },
    take(fetched) {
      if (next === null) return false;
      for (const record of fetched) {
        if (record.offset < next) continue;
        if (record.offset > next) {
          // A fetch from before a seek looks like a gap: only what is missing twice is.
          if (soughtFor !== next) {
            soughtFor = next;
            flow.seek(topic, next);
            return false;
          }
          flow.onGap(topic, next, record.offset);
        }
        records.push(record);
        next = record.offset + 1;
      }
      regulate();
      return true;
    },
    head(offset) {
      const first = records.findIndex((record) => record.offset >= offset);
      if (first !== 0) records = first < 0 ? [] : records.slice(first);
      return records[0]?.appendedAt ?? null;
    },
    read({ maxRecords: most, maxCharacters }) {
      const run = takeRun(records, most, maxCharacters);
      const [head] = run;
      if (head === undefined) return null;
      const last = head.offset + run.length - 1;
      handed = last;
      regulate();
      return { topic, partition: head.partition, first: head.offset, last, records: run };
    },
    reach(last) {
      wanted = last;
      regulate();
      return (next ?? 0) > last;
    },
  };
}

function takeRun(records: readonly LogRecord[], most: number, maxCharacters: number): LogRecord[] {
  let characters = 0;
  let count = 0;
  for (const record of records) {
    if (count >= most || characters >= maxCharacters) break;
    if (count > 0 && record.offset !== (records[count - 1]?.offset ?? 0) + 1) break;
    characters += record.value.length;
    count++;
  }
  return records.slice(0, count);
}
