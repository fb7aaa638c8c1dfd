import { pino } from "pino";
import { inject } from "vitest";
import { eventLogConformance } from "../conformance.ts";
import { createKafkaLog } from "./createKafkaLog.ts";
import { makeFreshPrefix } from "./freshPrefix.ts";

eventLogConformance("event log on Kafka", async () => {
  const brokers = inject("kafkaBrokers");
  const { prefix, drop } = makeFreshPrefix(brokers);
  const log = pino({ level: process.env["LOG_LEVEL"] ?? "silent" }, pino.destination(2));
  return {
    async open() {
      const opened = createKafkaLog({ brokers, log, prefix });
      return { log: opened, kill: async () => opened.cut() };
    },
    close: drop,
  };
});
