import type { Logger } from "pino";
import type { Sql } from "postgres";
import type { Database } from "../../../tenancy/database.ts";
import { newId } from "../../../tenancy/id.ts";
import { boundAppends } from "../boundAppends.ts";
import type { EventLog, Lag, PartitionOffset, Topic } from "../port.ts";
import { createAppender } from "./createAppender.ts";
import { createKnownEnds, type LogEnd, parseEnds, readEnds } from "./knownEnds.ts";
import { GROUP_CHANNEL } from "./membership.ts";
import { type GroupSubscription, subscribeGroup } from "./subscribeGroup.ts";

export interface PostgresLogOptions {
  readonly db: Pick<Database, "systemSql">;
  readonly log: Logger;
  /** Names this process in its groups; unique among the living. */
  readonly memberId?: string;
  /** How long a silent member keeps its partitions (10 s). */
  readonly leaseMs?: number;
  /** How often to look without being woken (1 s). */
  readonly pollMs?: number;
}

/** Records that may wait in this process, and of one tenant. */
const WAITING = { total: 200_000, each: 50_000, sizeOf: () => 1 };

/** The event log in Postgres. Nothing is opened before its first use. */
export function createPostgresLog({
  db,
  log,
  memberId = newId("mem_"),
  leaseMs = 10_000,
  pollMs = 1_000,
}: PostgresLogOptions): EventLog {
  const sql = db.systemSql;
  const subscriptions = new Map<
    string,
    { readonly group: string; readonly subscription: GroupSubscription }
  >();
  const ends = createKnownEnds();
  const learn = (told: readonly LogEnd[]) => {
    const grown = ends.learn(told);
    if (grown.size > 0) for (const { subscription } of subscriptions.values()) subscription.wake(grown);
  };
  const look = async () => {
    await readEnds(sql).then(learn, onError);
  };
  const rebalance = (group: string) => {
    for (const each of subscriptions.values()) if (each.group === group) each.subscription.rebalance();
  };
  const onError = (error: unknown) => log.warn({ err: error }, "event log");
  const appender = createAppender({ sql, onAppended: learn, onError });
  const listener = createListener(sql, { learn, look, rebalance, onError, pollMs });
  let nextMember = 0;
  return {
    append: boundAppends(appender.append, WAITING),
    async subscribe(options) {
      await listener.start();
      const member = `${memberId}.${nextMember++}`;
      const subscription = await subscribeGroup({ sql, ends, member, leaseMs, pollMs, onError }, options);
      subscriptions.set(member, { group: options.group, subscription });
      return {
        assigned: () => subscription.assigned(),
        async close() {
          if (subscriptions.delete(member)) await subscription.close();
        },
      };
    },
    endOffsets: (topics) => readEndOffsets(sql, topics),
    lag: (group, topics) => readLag(sql, group, topics),
    async close() {
      const open = [...subscriptions.values()];
      subscriptions.clear();
      await Promise.all([appender.drain(), ...open.map(({ subscription }) => subscription.close())]);
      await listener.stop();
    },
  };
}

interface Listeners {
  readonly learn: (ends: readonly LogEnd[]) => void;
  /** Looks up where everything ends. */
  readonly look: () => Promise<void>;
  readonly rebalance: (group: string) => void;
  readonly onError: (error: unknown) => void;
  readonly pollMs: number;
}

/** One LISTEN connection per process, and a look every `pollMs` at what it may have missed. */
function createListener(sql: Sql, { learn, look, rebalance, onError, pollMs }: Listeners) {
  let started: Promise<(() => Promise<void>)[]> | null = null;
  let looking: NodeJS.Timeout | undefined;
  const listen = async () => {
    try {
      const channels = [
        await sql.listen(
          "dfras_log",
          (payload) => learn(parseEnds(payload)),
          () => void look(),
        ),
        await sql.listen(GROUP_CHANNEL, rebalance),
      ];
      return channels.map((channel) => channel.unlisten);
    } catch (error) {
      onError(error);
      return [];
    }
  };
  return {
    async start() {
      looking ??= setInterval(() => void look(), pollMs).unref();
      started ??= listen();
      await started;
    },
    async stop() {
      clearInterval(looking);
      for (const unlisten of (await started) ?? []) await unlisten().catch(onError);
    },
  };
}

async function readEndOffsets(sql: Sql, topics: readonly Topic[]): Promise<readonly PartitionOffset[]> {
  const rows = await sql<{ topic: Topic; partition: number; next_offset: string }[]>`
    select topic, partition, next_offset from log_partitions
    where topic = any(${[...topics]}::text[]) order by topic, partition`;
  return rows.map(({ topic, partition, next_offset }) => ({ topic, partition, offset: Number(next_offset) }));
}

async function readLag(sql: Sql, group: string, topics: readonly Topic[]): Promise<readonly Lag[]> {
  const rows = await sql<{ topic: Topic; partition: number; end: string; committed: string }[]>`
    select p.topic, p.partition, p.next_offset as end, coalesce(o.next_offset, 0) as committed
    from log_partitions p left join log_offsets o
      on o.consumer_group = ${group} and o.topic = p.topic and o.partition = p.partition
    where p.topic = any(${[...topics]}::text[]) order by p.topic, p.partition`;
  return rows.map((row) => ({ ...row, end: Number(row.end), committed: Number(row.committed) }));
}
