import { pino } from "pino";
import { openClient } from "../../../events/log/kafka/openClient.ts";
import { partitionOf } from "../../../events/log/partition.ts";
import { type Contender, countTo } from "./contender.ts";
import { CODEC_OF, type Compression, TOPIC_OF } from "./topic.ts";

/** kafkajs by itself: a send for each call. */
export async function openRawKafkajs(
  brokers: readonly string[],
  prefix: string,
  compression: Compression,
): Promise<Contender> {
  const address = { brokers, clientId: "bench", log: pino({ level: "silent" }) };
  const { kafka } = openClient(address, { requestTimeoutMs: 10_000 });
  const topic = `${prefix}${TOPIC_OF[compression]}`;
  const producer = kafka.producer({
    idempotent: true,
    maxInFlightRequests: 1,
    createPartitioner:
      () =>
      ({ message }) =>
        message.partition ?? 0,
  });
  const admin = kafka.admin();
  await Promise.all([producer.connect(), admin.connect()]);
  return {
    name: `kafkajs, ${compression}`,
    async append(records) {
      await producer.send({
        topic,
        acks: -1,
        compression: CODEC_OF[compression],
        messages: records.map(({ key, value }) => ({ key, value, partition: partitionOf(key) })),
      });
    },
    async consume(most) {
      const ends = await admin.fetchTopicOffsets(topic);
      const counter = countTo(
        Math.min(
          most,
          ends.reduce((sum, { high }) => sum + Number(high), 0),
        ),
      );
      const consumer = kafka.consumer({ groupId: `${topic}-kafkajs`, maxWaitTimeInMs: 100 });
      await consumer.connect();
      await consumer.subscribe({ topics: [topic], fromBeginning: true });
      await consumer.run({
        autoCommit: false,
        partitionsConsumedConcurrently: 4,
        eachBatch: async ({ batch }) => {
          for (const { value } of batch.messages) value?.toString();
          counter.saw(batch.messages.length);
        },
      });
      const consumed = await counter.done;
      await consumer.disconnect();
      return consumed;
    },
    close: async () => {
      await Promise.all([producer.disconnect(), admin.disconnect()]);
    },
  };
}
