import type { Admin } from "kafkajs";
import { createBell } from "../consume/signal.ts";
import type { Lag, PartitionOffset, Topic, TopicPartition } from "../port.ts";
import { type KafkaAddress, type KafkaClient, openClient } from "./openClient.ts";
import { ensureTopics, type TopicNames } from "./topics.ts";
import { withDeadline } from "./withDeadline.ts";

export interface PartitionBounds extends TopicPartition {
  /** The oldest offset that is still there. */
  readonly low: number;
  /** The next offset that will be written. */
  readonly end: number;
}

export interface LogAdmin {
  /** Resolves when the topics are there and fit; waits for a broker that is away, and says so. */
  readonly ready: Promise<void>;
  bounds(topics: readonly Topic[]): Promise<readonly PartitionBounds[]>;
  committed(group: string, topics: readonly Topic[]): Promise<readonly PartitionOffset[]>;
  lag(group: string, topics: readonly Topic[]): Promise<readonly Lag[]>;
  close(): Promise<void>;
  /** Ends its connections without a word. */
  cut(): void;
}

const REQUEST_MS = 10_000;
const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 5_000;
/** The first seconds of a new server are no news. */
const QUIET_TRIES = 3;

/** Asks the broker about topics and offsets. A connection that failed is replaced with the next question. */
export function createAdmin(address: KafkaAddress, names: TopicNames): LogAdmin {
  const { log } = address;
  const closing = new AbortController();
  let open: { readonly client: KafkaClient; readonly admin: Promise<Admin> } | null = null;

  async function ask<T>(question: (admin: Admin) => Promise<T>): Promise<T> {
    closing.signal.throwIfAborted();
    open ??= connect(address);
    const mine = open;
    try {
      return await question(await mine.admin);
    } catch (error) {
      if (open === mine) open = null;
      mine.client.cut();
      throw error;
    }
  }

  async function prepare(): Promise<void> {
    for (let tries = 1, pauseMs = FIRST_PAUSE_MS; !closing.signal.aborted; tries++) {
      try {
        return await ask((admin) => ensureTopics(admin, names));
      } catch (error) {
        if (tries > QUIET_TRIES) log.warn({ err: error, pauseMs }, "Kafka is not ready; waiting for it");
        await createBell().wait(pauseMs, closing.signal);
        pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
      }
    }
  }

  const ready = prepare();
  const whenReady = async <T>(question: (admin: Admin) => Promise<T>) => {
    await withDeadline(ready, REQUEST_MS);
    return ask(question);
  };
  const bounds = (topics: readonly Topic[]) => whenReady((admin) => readBounds(admin, names, topics));
  const committed = (group: string, topics: readonly Topic[]) =>
    whenReady((admin) => readCommitted(admin, names, group, topics));
  return {
    ready,
    bounds,
    committed,
    async lag(group, topics) {
      const [ends, done] = await Promise.all([bounds(topics), committed(group, topics)]);
      const next = new Map(done.map((each) => [`${each.topic}:${each.partition}`, each.offset]));
      return ends.map(({ topic, partition, low, end }) => ({
        topic,
        partition,
        end,
        committed: next.get(`${topic}:${partition}`) ?? low,
      }));
    },
    async close() {
      closing.abort(new Error("the event log is closed"));
      await ready;
      const mine = open;
      open = null;
      await mine?.admin.then((admin) => admin.disconnect()).catch(() => {});
      mine?.client.cut();
    },
    cut() {
      closing.abort(new Error("the event log is cut off"));
      open?.client.cut();
    },
  };
}

function connect(address: KafkaAddress) {
  const client = openClient(address, { requestTimeoutMs: REQUEST_MS });
  const admin = client.kafka.admin();
  const connected = admin.connect().then(() => admin);
  connected.catch(() => {});
  return { client, admin: connected };
}

async function readBounds(
  admin: Admin,
  names: TopicNames,
  topics: readonly Topic[],
): Promise<PartitionBounds[]> {
  const each = await Promise.all(
    topics.map(async (topic) => {
      const partitions = await admin.fetchTopicOffsets(names.of(topic));
      return partitions.map(({ partition, low, high }) => ({
        topic,
        partition,
        low: Number(low),
        end: Number(high),
      }));
    }),
  );
  return each.flat().sort(byPlace);
}

/** Partitions that the group never committed are left out. */
async function readCommitted(
  admin: Admin,
  names: TopicNames,
  group: string,
  topics: readonly Topic[],
): Promise<PartitionOffset[]> {
  const answers = await admin.fetchOffsets({
    groupId: group,
    topics: topics.map((topic) => names.of(topic)),
  });
  return answers.flatMap(({ topic: name, partitions }) => {
    const topic = names.topic(name);
    if (topic === undefined) return [];
    const known = partitions.filter(({ offset }) => Number(offset) >= 0);
    return known.map(({ partition, offset }) => ({ topic, partition, offset: Number(offset) }));
  });
}

function byPlace(a: TopicPartition, b: TopicPartition): number {
  return a.topic === b.topic ? a.partition - b.partition : a.topic < b.topic ? -1 : 1;
}
