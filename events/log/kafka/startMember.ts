import { setTimeout as wait } from "node:timers/promises";
import type { Consumer, ConsumerGroupJoinEvent, EachBatchPayload, KafkaMessage } from "kafkajs";
import type { Logger } from "pino";
import { startWorker } from "../consume/startWorker.ts";
import type { LogRecord, SubscribeOptions, Topic } from "../port.ts";
import type { LogAdmin } from "./createAdmin.ts";
import { isLost } from "./errors.ts";
import { type KafkaAddress, type KafkaClient, openClient } from "./openClient.ts";
import { createPartitionSource } from "./partitionSource.ts";
import type { JoinHook } from "./patchClient.ts";
import { createPulse } from "./pulse.ts";
import { rangeAssigner } from "./rangeAssigner.ts";
import type { TopicNames } from "./topics.ts";
import { createWorkers, type Workers } from "./workers.ts";

export interface MemberDeps {
  readonly address: KafkaAddress;
  readonly names: TopicNames;
  /** The group's name in the broker. */
  readonly groupId: string;
  readonly options: SubscribeOptions;
  readonly admin: Pick<LogAdmin, "bounds" | "committed">;
  readonly timing: GroupTiming;
  readonly log: Logger;
}

export interface GroupTiming {
  /** How long a member that says nothing keeps its partitions. */
  readonly sessionMs: number;
  /** How long the ranges in hand may take to finish before partitions change hands. */
  readonly finishMs: number;
}

/** One membership in a group: a kafkajs consumer, and a worker for each partition number that fell to it. */
export interface Member {
  assigned(): readonly number[];
  /** Rejects when the membership has come to an end by itself; what was in hand is abandoned by then. */
  readonly failed: Promise<never>;
  /** Finishes the ranges in hand, commits, leaves the group. */
  close(): Promise<void>;
  /** Ends its connections without a word. */
  cut(): void;
}

const REQUEST_MS = 10_000;
const REBALANCE_MS = 15_000;
const POLL_MS = 1_000;
/** The longest wait of a fetch: whoever has room again is served after it, and heartbeats come in between. */
const FETCH_WAIT_MS = 100;
/** Compressed; what they hold is several times as large. */
const FETCH_BYTES = 2_000_000;
const FETCH_PARTITION_BYTES = 500_000;
const GOODBYE_MS = 5_000;

export function startMember(deps: MemberDeps): Member {
  const { address, groupId, timing } = deps;
  const client = openClient(address, { requestTimeoutMs: REQUEST_MS });
  const pulse = createPulse(timing.sessionMs);
  let leaving = false;
  const hook: JoinHook = {
    async beforeJoin(known) {
      pulse.suspend();
      if (known) await workers.finish(timing.finishMs);
      else workers.abandon();
    },
  };
  const consumer = openConsumer(client, groupId, timing, hook);
  const { promise: failed, reject } = Promise.withResolvers<never>();
  failed.catch(() => {});
  const fail = (error: unknown) => {
    pulse.stop();
    workers.abandon();
    reject(error);
  };
  const workers: Workers = createWorkers(
    (partition) => own(deps, consumer, partition),
    () => fail(new Error("a partition's consumption ended")),
  );
  consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
    pulse.beat();
    if (!leaving) workers.start(numbersOf(consumer, payload));
  });
  consumer.on(consumer.events.HEARTBEAT, () => pulse.beat());
  consumer.on(consumer.events.CRASH, ({ payload }) => fail(payload.error));
  pulse.start(fail);
  run(deps, consumer, workers).catch(fail);
  return {
    assigned: () => workers.assigned(),
    failed,
    async close() {
      leaving = true;
      await workers.finish(Number.POSITIVE_INFINITY);
      pulse.stop();
      await Promise.race([
        consumer.disconnect().catch(() => {}),
        wait(GOODBYE_MS, undefined, { ref: false }),
      ]);
      client.cut();
    },
    cut() {
      fail(new Error("the consumer was cut off"));
      client.cut();
      void consumer.disconnect().catch(() => {});
    },
  };
}

function openConsumer(
  { kafka }: KafkaClient,
  groupId: string,
  timing: GroupTiming,
  hook: JoinHook,
): Consumer {
  return kafka.consumer({
    groupId,
    partitionAssigners: [rangeAssigner(hook)],
    sessionTimeout: timing.sessionMs,
    heartbeatInterval: timing.sessionMs / 6,
    rebalanceTimeout: REBALANCE_MS,
    maxWaitTimeInMs: FETCH_WAIT_MS,
    maxBytes: FETCH_BYTES,
    maxBytesPerPartition: FETCH_PARTITION_BYTES,
    allowAutoTopicCreation: false,
    // One that failed is replaced whole, by who keeps the subscription.
    retry: { initialRetryTime: 100, maxRetryTime: 1_000, retries: 5, restartOnFailure: async () => false },
  });
}

async function run({ names, options }: MemberDeps, consumer: Consumer, workers: Workers): Promise<void> {
  await consumer.connect();
  // From the beginning: also what retention makes of an offset that it took away.
  await consumer.subscribe({ topics: options.topics.map((topic) => names.of(topic)), fromBeginning: true });
  await consumer.run({
    autoCommit: false,
    eachBatchAutoResolve: false,
    eachBatch: async ({ batch, resolveOffset }: EachBatchPayload) => {
      const { topic: name, partition } = batch;
      const topic = names.topic(name);
      if (topic === undefined) return;
      const records = batch.messages.map((message) => toRecord(topic, partition, message));
      if (workers.take(topic, partition, records)) resolveOffset(batch.lastOffset());
      else if (!workers.assigned().includes(partition))
        consumer.pause([{ topic: name, partitions: [partition] }]);
    },
  });
}

/** The partition numbers that fell to this member. Nothing is fetched before their workers know where to begin. */
function numbersOf(consumer: Consumer, { memberAssignment }: ConsumerGroupJoinEvent["payload"]): number[] {
  const given = Object.entries(memberAssignment);
  consumer.pause(given.map(([topic, partitions]) => ({ topic, partitions })));
  return [...new Set(given.flatMap(([, partitions]) => partitions))];
}

function own({ names, options, groupId, admin, log }: MemberDeps, consumer: Consumer, partition: number) {
  const at = (topic: Topic) => [{ topic: names.of(topic), partitions: [partition] }];
  const source = createPartitionSource(
    {
      options,
      groupId,
      admin,
      log,
      flow: {
        seek: (topic, offset) => consumer.seek({ topic: names.of(topic), partition, offset: String(offset) }),
        pause: (topic) => consumer.pause(at(topic)),
        resume: (topic) => consumer.resume(at(topic)),
      },
      commit: (topic, offset) => commitOffset(consumer, names.of(topic), partition, offset),
    },
    partition,
  );
  const onError = (error: unknown) => log.warn({ err: error, group: groupId, partition }, "event log");
  return { ...startWorker({ source, options, pollMs: POLL_MS, onError }, partition), source };
}

/** Commits under the member's generation; false when the group has gone on without it. */
async function commitOffset(
  consumer: Consumer,
  topic: string,
  partition: number,
  offset: number,
): Promise<boolean> {
  try {
    await consumer.commitOffsets([{ topic, partition, offset: String(offset) }]);
    return true;
  } catch (error) {
    if (isLost(error)) return false;
    throw error;
  }
}

function toRecord(topic: Topic, partition: number, message: KafkaMessage): LogRecord {
  return {
    topic,
    partition,
    offset: Number(message.offset),
    key: message.key?.toString() ?? "",
    value: message.value?.toString() ?? "",
    appendedAt: Number(message.timestamp),
  };
}
