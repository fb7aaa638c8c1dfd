import { pino } from "pino";
import { newId } from "../../../tenancy/id.ts";
import { TOPICS } from "../port.ts";
import { openClient } from "./openClient.ts";
import { createTopicNames } from "./topics.ts";

/** For tests: a log of its own on the same brokers, by a prefix that nobody else uses. `drop` deletes its topics. */
export function makeFreshPrefix(brokers: readonly string[]): {
  readonly prefix: string;
  drop(): Promise<void>;
} {
  const prefix = `${newId("test_")}-`;
  return {
    prefix,
    async drop() {
      const address = { brokers, clientId: prefix, log: pino({ level: "silent" }) };
      const admin = openClient(address, { requestTimeoutMs: 10_000 }).kafka.admin();
      await admin.connect();
      const present = new Set(await admin.listTopics());
      const names = createTopicNames(prefix);
      const topics = TOPICS.map((topic) => names.of(topic)).filter((name) => present.has(name));
      if (topics.length > 0) await admin.deleteTopics({ topics });
      await admin.disconnect();
    },
  };
}
