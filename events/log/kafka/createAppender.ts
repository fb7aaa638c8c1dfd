import { isOneLine } from "../isOneLine.ts";
import { partitionOf } from "../partition.ts";
import type { AppendOutcome, LogAppend, Topic } from "../port.ts";
import type { Batch, Sender } from "./createSender.ts";
import { MAX_BATCH_BYTES } from "./topics.ts";

export interface Appender {
  append(records: readonly LogAppend[]): Promise<readonly AppendOutcome[]>;
  /** Resolves when everything that was handed over has an outcome. */
  drain(): Promise<void>;
}

interface AppenderDeps {
  readonly sender: Pick<Sender, "send">;
  readonly onError: (error: unknown) => void;
}

interface Waiting {
  readonly key: string;
  readonly value: Buffer;
  readonly bytes: number;
  readonly settle: (outcome: AppendOutcome) => void;
}

/** The records that wait for one topic partition, in the order in which they came. */
interface Queue {
  readonly topic: Topic;
  readonly partition: number;
  waiting: Waiting[];
}

/** One send's share of a partition. kafkajs copies a partition's list for each record, so that long ones cost much. */
const BATCH_BYTES = 1_000_000;
const BATCH_RECORDS = 500;
const UNAVAILABLE: AppendOutcome = { ok: false, reason: "the event log is not available" };
/** What a record takes besides key and value. */
const RECORD_BYTES = 32;

/**
 * The one appender of a process. Records that arrive while a send is under way go together into the next one: by
 * time, because a send ends when the brokers have written it, and by size, because a batch has its limits.
 */
export function createAppender({ sender, onError }: AppenderDeps): Appender {
  const queues = new Map<string, Queue>();
  let running: Promise<void> | null = null;

  async function run(): Promise<void> {
    for (let taken = takeAll(takeBatch); taken.length > 0; taken = takeAll(takeBatch)) {
      try {
        settle(taken, await sender.send(taken.map(({ batch }) => batch)));
      } catch (error) {
        onError(error);
        // What waited meanwhile would wait as long again, only to hear the same.
        for (const { records } of [...taken, ...takeAll(takeRest)])
          for (const record of records) record.settle(UNAVAILABLE);
      }
    }
    running = null;
  }

  function takeAll(take: (queue: Queue) => Taken): Taken[] {
    return [...queues.values()].filter(({ waiting }) => waiting.length > 0).map(take);
  }

  function enqueue({ topic, key, value }: LogAppend, answer: Waiting["settle"]): void {
    const bytes = Buffer.from(value);
    const size = bytes.length + key.length + RECORD_BYTES;
    const fault = faultOf(value, size);
    if (fault !== null) {
      answer({ ok: false, reason: fault });
      return;
    }
    const partition = partitionOf(key);
    const name = `${topic}:${partition}`;
    let queue = queues.get(name);
    if (queue === undefined) {
      queue = { topic, partition, waiting: [] };
      queues.set(name, queue);
    }
    queue.waiting.push({ key, value: bytes, bytes: size, settle: answer });
  }

  return {
    append(records) {
      if (records.length === 0) return Promise.resolve([]);
      return new Promise((resolve) => {
        const outcomes: AppendOutcome[] = new Array(records.length);
        let left = records.length;
        records.forEach((record, index) => {
          enqueue(record, (outcome) => {
            outcomes[index] = outcome;
            if (--left === 0) resolve(outcomes);
          });
        });
        running ??= Promise.resolve().then(run);
      });
    },
    async drain() {
      while (running !== null) await running;
    },
  };
}

function faultOf(value: string, size: number): string | null {
  if (!isOneLine(value)) return "a log value must be one line of JSON";
  return size > MAX_BATCH_BYTES / 2 ? "a log value must be under 4 MiB" : null;
}

interface Taken {
  readonly batch: Batch;
  readonly records: readonly Waiting[];
}

function takeBatch(queue: Queue): Taken {
  let count = 0;
  let bytes = 0;
  for (const record of queue.waiting) {
    if (count > 0 && (count >= BATCH_RECORDS || bytes + record.bytes > BATCH_BYTES)) break;
    bytes += record.bytes;
    count++;
  }
  return take(queue, count);
}

function takeRest(queue: Queue): Taken {
  return take(queue, queue.waiting.length);
}

function take(queue: Queue, count: number): Taken {
  const { topic, partition, waiting } = queue;
  const records = waiting.slice(0, count);
  queue.waiting = waiting.slice(count);
  const bytes = records.reduce((sum, record) => sum + record.bytes, 0);
  return { batch: { topic, partition, messages: records, bytes }, records };
}

function settle(taken: readonly Taken[], firsts: readonly number[]): void {
  taken.forEach(({ batch: { partition }, records }, index) => {
    const first = firsts[index];
    records.forEach((record, nth) => {
      record.settle(first === undefined ? UNAVAILABLE : { ok: true, partition, offset: first + nth });
    });
  });
}
