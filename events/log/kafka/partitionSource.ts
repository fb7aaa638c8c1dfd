import { setTimeout as delay } from "node:timers/promises";
import type { Logger } from "pino";
import type { PartitionSource, ReadInput } from "../consume/source.ts";
import type { LogRange, LogRecord, SubscribeOptions, Topic } from "../port.ts";
import type { LogAdmin } from "./createAdmin.ts";
import { createFetchBuffer, type FetchBuffer, type Flow } from "./fetchBuffer.ts";

interface SourceDeps {
  readonly options: Pick<SubscribeOptions, "topics" | "maxRecords">;
  /** The group's name in the broker. */
  readonly groupId: string;
  readonly admin: Pick<LogAdmin, "bounds" | "committed">;
  readonly flow: Pick<Flow, "seek" | "pause" | "resume">;
  readonly commit: (topic: Topic, offset: number) => Promise<boolean>;
  readonly log: Logger;
}

export interface KafkaSource extends PartitionSource {
  /** Takes what was fetched. Answers whether fetching may go on behind it. */
  take(topic: Topic, records: readonly LogRecord[]): boolean;
}

/** How long a range that was opened before is waited for, until it counts as missing. */
const REFETCH_MS = 5_000;
const LOOK_MS = 10;

/** One partition number of the subscription's topics, as its owner reads it from what is fetched ahead. */
export function createPartitionSource(deps: SourceDeps, partition: number): KafkaSource {
  const { options, groupId, admin, log, flow } = deps;
  const onGap = (topic: Topic, expected: number, found: number) =>
    log.error({ topic, partition, expected, found }, "records are missing from the event log");
  const buffers = new Map(
    options.topics.map((topic) => [topic, createFetchBuffer(topic, options.maxRecords, { ...flow, onGap })]),
  );
  let opened = false;
  const bufferOf = (topic: Topic) => {
    const buffer = buffers.get(topic);
    if (buffer === undefined) throw new Error(`${topic} is not subscribed to`);
    return buffer;
  };
  return {
    take: (topic, records) => buffers.get(topic)?.take(records) ?? false,
    async committed() {
      const found = await admin.committed(groupId, options.topics);
      const own = new Map(
        found.filter((at) => at.partition === partition).map((at) => [at.topic, at.offset]),
      );
      return new Map(options.topics.map((topic) => [topic, own.get(topic) ?? 0]));
    },
    async next({ positions, among = options.topics, prefer = [], ...limits }) {
      if (!opened) await openAll(deps, buffers, partition, positions);
      opened = true;
      const first = among.filter((each) => prefer.includes(each));
      const topic = longestWaiting(buffers, positions, first) ?? longestWaiting(buffers, positions, among);
      return topic === null ? null : bufferOf(topic).read(limits);
    },
    exactly: (topic, first, last) => readExactly(bufferOf(topic), first, last),
    commit: deps.commit,
  };
}

/** Begins to fetch every topic at its position, or where retention has left the first record. */
async function openAll(
  { options, admin, log }: SourceDeps,
  buffers: ReadonlyMap<Topic, FetchBuffer>,
  partition: number,
  positions: ReadInput["positions"],
): Promise<void> {
  const bounds = (await admin.bounds(options.topics)).filter((each) => each.partition === partition);
  for (const { topic, low, end } of bounds) {
    const position = positions.get(topic) ?? 0;
    if (position > end)
      throw new Error(`${topic}:${partition} ends at ${end}, before ${position}, where reading is to go on`);
    if (position > 0 && position < low)
      log.error(
        { topic, partition, position, low },
        "records were deleted from the event log before they were read",
      );
  }
  for (const { topic, low } of bounds) buffers.get(topic)?.open(Math.max(low, positions.get(topic) ?? 0));
}

function longestWaiting(
  buffers: ReadonlyMap<Topic, FetchBuffer>,
  positions: ReadInput["positions"],
  among: readonly Topic[],
): Topic | null {
  let oldest = Number.POSITIVE_INFINITY;
  let found: Topic | null = null;
  for (const [topic, buffer] of buffers) {
    if (!among.includes(topic)) continue;
    const appendedAt = buffer.head(positions.get(topic) ?? 0);
    if (appendedAt === null || appendedAt >= oldest) continue;
    oldest = appendedAt;
    found = topic;
  }
  return found;
}

async function readExactly(buffer: FetchBuffer, first: number, last: number): Promise<LogRange | null> {
  const until = Date.now() + REFETCH_MS;
  while (!buffer.reach(last) && Date.now() < until) await delay(LOOK_MS);
  buffer.head(first);
  return buffer.read({ maxRecords: last - first + 1, maxCharacters: Number.POSITIVE_INFINITY });
}
