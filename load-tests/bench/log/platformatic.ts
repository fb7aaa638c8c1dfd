import {
  Admin,
  Consumer,
  ListOffsetTimestamps,
  Producer,
  stringDeserializers,
  stringSerializers,
} from "@platformatic/kafka";
import { partitionOf } from "../../../events/log/partition.ts";
import { type Contender, countTo } from "./contender.ts";
import { type Compression, TOPIC_OF } from "./topic.ts";

/** @platformatic/kafka by itself: a send for each call. */
export async function openPlatformatic(
  brokers: readonly string[],
  prefix: string,
  compression: Compression,
): Promise<Contender> {
  const base = { clientId: "bench", bootstrapBrokers: [...brokers] };
  const topic = `${prefix}${TOPIC_OF[compression]}`;
  const producer = new Producer({
    ...base,
    idempotent: true,
    maxInflights: 1,
    serializers: stringSerializers,
  });
  const admin = new Admin(base);
  return {
    name: `@platformatic/kafka, ${compression}`,
    async append(records) {
      await producer.send({
        acks: -1,
        compression,
        messages: records.map(({ key, value }) => ({ topic, key, value, partition: partitionOf(key) })),
      });
    },
    async consume(most) {
      const partitions = [0, 1, 2, 3].map((partitionIndex) => ({
        partitionIndex,
        timestamp: ListOffsetTimestamps.LATEST,
      }));
      const [answer] = await admin.listOffsets({ topics: [{ name: topic, partitions }] });
      const ends = answer?.partitions.map(({ offset }) => Number(offset)) ?? [];
      const counter = countTo(
        Math.min(
          most,
          ends.reduce((sum, end) => sum + end, 0),
        ),
      );
      const consumer = new Consumer({
        ...base,
        groupId: `${topic}-platformatic`,
        deserializers: stringDeserializers,
      });
      const stream = await consumer.consume({
        topics: [topic],
        mode: "earliest",
        autocommit: false,
        maxWaitTime: 100,
      });
      stream.on("data", () => counter.saw(1));
      const consumed = await counter.done;
      await consumer.close(true);
      return consumed;
    },
    close: async () => {
      await Promise.all([producer.close(), admin.close()]);
    },
  };
}
