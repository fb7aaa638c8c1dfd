import kafkajs, { type Admin } from "kafkajs";
import { PARTITIONS, TOPICS, type Topic } from "../port.ts";

/** Our topics under their names in the broker: several logs can live on one cluster, each with a prefix of its own. */
export interface TopicNames {
  of(topic: Topic): string;
  /** Undefined for a name that is not one of ours. */
  topic(name: string): Topic | undefined;
}

export function createTopicNames(prefix: string): TopicNames {
  const topics = new Map(TOPICS.map((topic) => [`${prefix}${topic}`, topic]));
  return { of: (topic) => `${prefix}${topic}`, topic: (name) => topics.get(name) };
}

/** Largest batch that a topic takes, bytes: any one record, and far more than what is sent at once. */
export const MAX_BATCH_BYTES = 8 * 1024 * 1024;
const DAY_MS = 86_400_000;
/** Longer than any outage that a consumer may need to catch up after. */
const RETENTION_DAYS: Partial<Record<Topic, number>> = { dead_letters: 30 };
const OTHER_RETENTION_DAYS = 7;

/** What the consumers rely on, and what a topic that exists must therefore have. */
const REQUIRED: Readonly<Record<string, string>> = {
  "message.timestamp.type": "LogAppendTime",
  "cleanup.policy": "delete",
};

/**
 * Creates the topics that are missing and checks those that exist. Safe to run in several processes at once.
 * @throws what the broker says, or an error that names the topic that does not fit.
 */
export async function ensureTopics(admin: Admin, names: TopicNames): Promise<void> {
  const wanted = TOPICS.map((topic) => names.of(topic));
  const present = new Set(await admin.listTopics());
  const missing = TOPICS.filter((topic) => !present.has(names.of(topic)));
  if (missing.length > 0) {
    const { brokers } = await admin.describeCluster();
    const topics = missing.map((topic) => describeTopic(topic, names.of(topic), brokers.length));
    await admin.createTopics({ topics, waitForLeaders: true });
  }
  await checkPartitions(admin, wanted);
  await checkConfig(admin, wanted);
  // The leaders of new partitions may not know of it yet.
  await Promise.all(wanted.map((name) => admin.fetchTopicOffsets(name)));
}

function describeTopic(topic: Topic, name: string, brokers: number) {
  const replicationFactor = Math.min(3, brokers);
  const config = {
    ...REQUIRED,
    "retention.ms": String((RETENTION_DAYS[topic] ?? OTHER_RETENTION_DAYS) * DAY_MS),
    "max.message.bytes": String(MAX_BATCH_BYTES),
    "min.insync.replicas": String(Math.max(1, replicationFactor - 1)),
  };
  const configEntries = Object.entries(config).map(([key, value]) => ({ name: key, value }));
  return { topic: name, numPartitions: PARTITIONS, replicationFactor, configEntries };
}

async function checkPartitions(admin: Admin, wanted: string[]): Promise<void> {
  const { topics } = await admin.fetchTopicMetadata({ topics: wanted });
  for (const { name, partitions } of topics)
    if (partitions.length !== PARTITIONS)
      throw new Error(`Kafka topic ${name} has ${partitions.length} partitions, it must have ${PARTITIONS}`);
}

async function checkConfig(admin: Admin, wanted: readonly string[]): Promise<void> {
  const configNames = Object.keys(REQUIRED);
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: wanted.map((name) => ({ type: kafkajs.ConfigResourceTypes.TOPIC, name, configNames })),
  });
  for (const { resourceName, configEntries } of resources)
    for (const { configName, configValue } of configEntries)
      if (configName in REQUIRED && configValue !== REQUIRED[configName])
        throw new Error(
          `Kafka topic ${resourceName} has ${configName}=${configValue}, it must be ${REQUIRED[configName]}`,
        );
}
