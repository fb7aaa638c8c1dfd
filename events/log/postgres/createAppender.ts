import type { Sql } from "postgres";
import { isOneLine } from "../isOneLine.ts";
import { partitionOf } from "../partition.ts";
import type { AppendOutcome, LogAppend, Topic } from "../port.ts";
import type { LogEnd } from "./knownEnds.ts";
import { encodePayload } from "./payload.ts";

export interface Appender {
  append(records: readonly LogAppend[]): Promise<readonly AppendOutcome[]>;
  /** Resolves when everything that was handed over has an outcome. */
  drain(): Promise<void>;
}

interface AppenderDeps {
  readonly sql: Sql;
  /** Told how far the partitions go now, before the appends resolve. */
  readonly onAppended: (ends: readonly LogEnd[]) => void;
  readonly onError: (error: unknown) => void;
}

interface Request {
  readonly records: readonly LogAppend[];
  readonly resolve: (outcomes: readonly AppendOutcome[]) => void;
}

interface Slot {
  readonly topic: Topic;
  readonly partition: number;
  readonly records: LogAppend[];
  readonly places: { readonly outcomes: AppendOutcome[]; readonly index: number }[];
}

const MAX_GROUP = 20_000;

/**
 * The one appender of a process. Requests that arrive while a commit is under way go together into the next one,
 * so that the log is committed to a few hundred times a second, however many requests there are.
 */
export function createAppender({ sql, onAppended, onError }: AppenderDeps): Appender {
  let waiting: Request[] = [];
  let running: Promise<void> | null = null;

  async function run(): Promise<void> {
    while (waiting.length > 0) {
      const group = takeGroup();
      await commitGroup(sql, group, onAppended, onError);
    }
    running = null;
  }

  function takeGroup(): Request[] {
    let size = 0;
    let count = 0;
    while (count < waiting.length && (count === 0 || size < MAX_GROUP))
      size += waiting[count++]?.records.length ?? 0;
    const group = waiting.slice(0, count);
    waiting = waiting.slice(count);
    return group;
  }

  return {
    append(records) {
      if (records.length === 0) return Promise.resolve([]);
      return new Promise((resolve) => {
        waiting.push({ records, resolve });
        running ??= Promise.resolve().then(run);
      });
    },
    async drain() {
      while (running !== null) await running;
    },
  };
}

async function commitGroup(
  sql: Sql,
  group: readonly Request[],
  onAppended: AppenderDeps["onAppended"],
  onError: AppenderDeps["onError"],
): Promise<void> {
  const { slots, answers } = arrange(group);
  try {
    if (slots.length > 0) onAppended(await writeSlots(sql, slots));
  } catch (error) {
    onError(error);
    for (const { places } of slots)
      for (const { outcomes, index } of places)
        outcomes[index] = { ok: false, reason: "the event log is not available" };
  }
  group.forEach((request, index) => {
    request.resolve(answers[index] ?? []);
  });
}

/** Sorts the records of all requests into topic partitions, in the order in which they came. */
function arrange(group: readonly Request[]): { slots: Slot[]; answers: AppendOutcome[][] } {
  const slots = new Map<string, Slot>();
  const answers = group.map(({ records }) => {
    const outcomes: AppendOutcome[] = new Array(records.length);
    records.forEach((record, index) => {
      if (!isOneLine(record.value)) {
        outcomes[index] = { ok: false, reason: "a log value must be one line of JSON" };
        return;
      }
      const partition = partitionOf(record.key);
      const name = `${record.topic}:${partition}`;
      let slot = slots.get(name);
      if (slot === undefined) {
        slot = { topic: record.topic, partition, records: [], places: [] };
        slots.set(name, slot);
      }
      slot.records.push(record);
      slot.places.push({ outcomes, index });
    });
    return outcomes;
  });
  return { slots: [...slots.values()], answers };
}

/** A bytea[] literal: the driver takes an array of buffers for a single one. */
function toByteaArray(buffers: readonly Buffer[]): string {
  return `{${buffers.map((bytes) => `"\\\\x${bytes.toString("hex")}"`).join(",")}}`;
}

async function writeSlots(sql: Sql, slots: readonly Slot[]): Promise<readonly LogEnd[]> {
  const payloads = await Promise.all(slots.map((slot) => encodePayload(slot.records)));
  const rows = await sql<{ topic: string; partition: number; first: string }[]>`
    select topic, partition, first_offset as first from log_append(
      ${slots.map((slot) => slot.topic)}::text[],
      ${slots.map((slot) => slot.partition)}::int[],
      ${slots.map((slot) => slot.records.length)}::int[],
      ${toByteaArray(payloads)}::bytea[])`;
  const firsts = new Map(rows.map((row) => [`${row.topic}:${row.partition}`, Number(row.first)]));
  return slots.map(({ topic, partition, places }) => {
    const first = firsts.get(`${topic}:${partition}`);
    if (first === undefined) throw new Error(`topic ${topic} has no partition ${partition}`);
    places.forEach(({ outcomes, index }, nth) => {
      outcomes[index] = { ok: true, partition, offset: first + nth };
    });
    return { topic, partition, next: first + places.length };
  });
}
