import { CompressionTypes, type ICustomPartitioner, type Producer } from "kafkajs";
import type { Topic } from "../port.ts";
import { type KafkaAddress, type KafkaClient, openClient } from "./openClient.ts";
import type { TopicNames } from "./topics.ts";
import { withDeadline } from "./withDeadline.ts";

/** Records of one topic partition that go out together, at most as large as the log takes at once. */
export interface Batch {
  readonly topic: Topic;
  readonly partition: number;
  readonly messages: readonly { readonly key: string; readonly value: Buffer }[];
  readonly bytes: number;
}

export interface Sender {
  /** Sends the batches, at most one of each partition. Answers each one's first offset; rejects when that is unknown. */
  send(batches: readonly Batch[]): Promise<readonly number[]>;
  close(): Promise<void>;
  cut(): void;
}

interface Open {
  readonly client: KafkaClient;
  readonly producer: Promise<Producer>;
}

/** A retry follows within this time; then the outcome is unknown, and said to be so. */
const DEADLINE_MS = 10_000;
const REQUEST_MS = 4_000;
const ALL_REPLICAS = -1;
/** Average bytes of a partition's batch: each is compressed by itself, and a small one costs as much as a large one. */
const WORTH_COMPRESSING = 16_384;
const byPartition: ICustomPartitioner =
  () =>
  ({ message }) =>
    message.partition ?? 0;

/**
 * An idempotent producer: what it sends again after a lost answer is written once. After a send that failed for good
 * it is replaced: its sequence numbers would be given again, and the broker takes other records under the numbers of
 * a batch that it has for a repetition, which would lose them without a word.
 */
export function createSender(address: KafkaAddress, names: TopicNames, ready: Promise<void>): Sender {
  let open: Open | null = null;
  let cutOff = false;

  function discard(mine: Open): void {
    if (open === mine) open = null;
    mine.client.cut();
  }

  return {
    async send(batches) {
      if (cutOff) throw new Error("the producer was cut off");
      open ??= connect(address);
      const mine = open;
      try {
        const sent = ready.then(async () => sendBatches(await mine.producer, names, batches));
        return await withDeadline(sent, DEADLINE_MS);
      } catch (error) {
        discard(mine);
        throw error;
      }
    },
    async close() {
      const mine = open;
      open = null;
      await mine?.producer.then((producer) => producer.disconnect()).catch(() => {});
      mine?.client.cut();
    },
    cut() {
      cutOff = true;
      open?.client.cut();
    },
  };
}

function connect(address: KafkaAddress): Open {
  const client = openClient(address, { requestTimeoutMs: REQUEST_MS });
  const producer = client.kafka.producer({
    idempotent: true,
    maxInFlightRequests: 1,
    allowAutoTopicCreation: false,
    createPartitioner: byPartition,
    retry: { initialRetryTime: 50, maxRetryTime: 1_000, retries: 10 },
  });
  const connected = producer.connect().then(() => producer);
  connected.catch(() => {});
  return { client, producer: connected };
}

async function sendBatches(
  producer: Producer,
  names: TopicNames,
  batches: readonly Batch[],
): Promise<readonly number[]> {
  const bytes = batches.reduce((sum, batch) => sum + batch.bytes, 0);
  const answers = await producer.sendBatch({
    acks: ALL_REPLICAS,
    timeout: REQUEST_MS,
    compression: bytes < WORTH_COMPRESSING * batches.length ? CompressionTypes.None : CompressionTypes.ZSTD,
    topicMessages: batches.map(({ topic, partition, messages }) => ({
      topic: names.of(topic),
      messages: messages.map(({ key, value }) => ({ key, value, partition })),
    })),
  });
  const firsts = new Map(answers.map((each) => [`${each.topicName}:${each.partition}`, each.baseOffset]));
  return batches.map(({ topic, partition }) => {
    const first = Number(firsts.get(`${names.of(topic)}:${partition}`) ?? -1);
    if (first < 0) throw new Error(`Kafka gave no offset for ${topic}:${partition}`);
    return first;
  });
}
