import type { Logger } from "pino";
import { newId } from "../../../tenancy/id.ts";
import { boundAppends } from "../boundAppends.ts";
import type { EventLog, LogAppend } from "../port.ts";
import { createAdmin } from "./createAdmin.ts";
import { createAppender } from "./createAppender.ts";
import { createSender } from "./createSender.ts";
import type { KafkaAddress } from "./openClient.ts";
import type { GroupTiming } from "./startMember.ts";
import { type KafkaSubscription, subscribeGroup } from "./subscribeGroup.ts";
import { createTopicNames } from "./topics.ts";

export interface KafkaLogOptions {
  /** `host:port`, any of the cluster. */
  readonly brokers: readonly string[];
  readonly log: Logger;
  /** Begins the names of topics and groups, for several logs on one cluster; none unless told. */
  readonly prefix?: string;
  /** Names this process in the broker's log. */
  readonly clientId?: string;
  readonly timing?: Partial<GroupTiming>;
  readonly via?: KafkaAddress["via"];
}

export interface KafkaLog extends EventLog {
  /** For tests: ends all connections as a process does that dies. */
  cut(): void;
}

/** What brokers allow at least. With it, the partitions of a member that died are read again within 10 s. */
const TIMING: GroupTiming = { sessionMs: 6_000, finishMs: 2_500 };

/** Characters that may wait in this process, and of one tenant. */
const WAITING = {
  total: 128_000_000,
  each: 32_000_000,
  sizeOf: ({ key, value }: LogAppend) => key.length + value.length,
};

/** The event log on Kafka. Topics that are missing are created; brokers that are away are waited for, visibly. */
export function createKafkaLog({
  brokers,
  log,
  prefix = "",
  clientId = newId("dfras_"),
  timing,
  via,
}: KafkaLogOptions): KafkaLog {
  const address: KafkaAddress = { brokers, clientId, log, via };
  const names = createTopicNames(prefix);
  const admin = createAdmin(address, names);
  const sender = createSender(address, names, admin.ready);
  const onError = (error: unknown) => log.warn({ err: error }, "append to Kafka failed");
  const appender = createAppender({ sender, onError });
  const subscriptions = new Set<KafkaSubscription>();
  const inBroker = (group: string) => `${prefix}${group}`;
  return {
    append: boundAppends(appender.append, WAITING),
    async subscribe(options) {
      const subscription = subscribeGroup({
        address,
        names,
        admin,
        log,
        options,
        groupId: inBroker(options.group),
        timing: { ...TIMING, ...timing },
      });
      subscriptions.add(subscription);
      return {
        assigned: () => subscription.assigned(),
        async close() {
          if (subscriptions.delete(subscription)) await subscription.close();
        },
      };
    },
    async endOffsets(topics) {
      const bounds = await admin.bounds(topics);
      return bounds.map(({ topic, partition, end }) => ({ topic, partition, offset: end }));
    },
    lag: (group, topics) => admin.lag(inBroker(group), topics),
    async close() {
      const open = [...subscriptions];
      subscriptions.clear();
      await Promise.all([appender.drain(), ...open.map((subscription) => subscription.close())]);
      await Promise.all([sender.close(), admin.close()]);
    },
    cut() {
      for (const each of [admin, sender, ...subscriptions]) each.cut();
    },
  };
}
