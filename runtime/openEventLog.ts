import type { Logger } from "pino";
import { createKafkaLog } from "../events/log/kafka/createKafkaLog.ts";
import type { EventLog } from "../events/log/port.ts";
import { createPostgresLog } from "../events/log/postgres/createPostgresLog.ts";
import type { Database } from "../tenancy/database.ts";
import type { Config } from "./config.ts";

/** The event log: on Kafka where brokers are named, else in Postgres. */
export function openEventLog(
  { kafkaBrokers, kafkaTopicPrefix }: Pick<Config, "kafkaBrokers" | "kafkaTopicPrefix">,
  db: Database,
  log: Logger,
): EventLog {
  if (kafkaBrokers === undefined) return createPostgresLog({ db, log });
  return createKafkaLog({ brokers: kafkaBrokers, prefix: kafkaTopicPrefix, log });
}
