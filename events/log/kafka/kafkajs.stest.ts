import { pino } from "pino";
import { expect, inject, it } from "vitest";
import { newId } from "../../../tenancy/id.ts";
import { waitFor } from "../../../tests/harness/waitFor.ts";
import { openClient } from "./openClient.ts";

const log = pino({ level: process.env["LOG_LEVEL"] ?? "silent" });
const open = () =>
  openClient({ brokers: inject("kafkaBrokers"), clientId: "proof", log }, { requestTimeoutMs: 10_000 }).kafka;

it("produces, consumes in a group and administers against this server", async () => {
  const warnings: string[] = [];
  const onWarning = (warning: Error) => warnings.push(warning.name);
  process.on("warning", onWarning);
  const topic = newId("proof_");
  const admin = open().admin();
  await admin.connect();
  await admin.createTopics({
    waitForLeaders: true,
    topics: [
      {
        topic,
        numPartitions: 4,
        configEntries: [{ name: "message.timestamp.type", value: "LogAppendTime" }],
      },
    ],
  });
  const producer = open().producer({ idempotent: true, maxInFlightRequests: 1 });
  await producer.connect();
  const messages = [0, 1, 2].map((n) => ({ key: "k", value: `v${n}`, partition: 2 }));
  const [answer] = await producer.sendBatch({ acks: -1, topicMessages: [{ topic, messages }] });
  expect(answer).toMatchObject({ topicName: topic, partition: 2, baseOffset: "0" });
  expect(Number(answer?.logAppendTime)).toBeGreaterThan(0);

  const consumer = open().consumer({ groupId: topic, maxWaitTimeInMs: 200 });
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  const seen: string[] = [];
  await consumer.run({
    autoCommit: false,
    eachMessage: async ({ message }) => {
      seen.push(`${message.offset}:${message.value}`);
    },
  });
  await waitFor(() => seen.length === 3, { timeoutMs: 30_000 });
  expect(seen).toEqual(["0:v0", "1:v1", "2:v2"]);
  await consumer.commitOffsets([{ topic, partition: 2, offset: "3" }]);
  const [offsets] = await admin.fetchOffsets({ groupId: topic, topics: [topic] });
  expect(offsets?.partitions.find(({ partition }) => partition === 2)?.offset).toBe("3");
  expect((await admin.fetchTopicOffsets(topic)).find(({ partition }) => partition === 2)?.high).toBe("3");
  await Promise.all([consumer.disconnect(), producer.disconnect()]);
  await admin.deleteTopics({ topics: [topic] });
  await admin.disconnect();
  process.off("warning", onWarning);
  expect(warnings).toEqual([]);
});
