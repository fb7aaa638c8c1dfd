import type { Sql } from "postgres";
import type { Topic } from "../port.ts";

/** A partition of a topic and the offset after its last record. */
export interface LogEnd {
  readonly topic: string;
  readonly partition: number;
  readonly next: number;
}

/** Where this process knows the log to end, so that nobody asks the database for records that are not there. */
export interface KnownEnds {
  /** Those of the positions behind which something is known to be; also those of which nothing is known. */
  beyond(partition: number, positions: ReadonlyMap<Topic, number>): ReadonlyMap<Topic, number>;
  /** Takes in what was told, and answers the partition numbers that have grown. */
  learn(ends: readonly LogEnd[]): ReadonlySet<number>;
}

export function createKnownEnds(): KnownEnds {
  const known = new Map<string, number>();
  const keyOf = (topic: string, partition: number) => `${topic}:${partition}`;
  const endOf = (topic: string, partition: number) =>
    known.get(keyOf(topic, partition)) ?? Number.POSITIVE_INFINITY;
  return {
    beyond: (partition, positions) =>
      new Map([...positions].filter(([topic, position]) => endOf(topic, partition) > position)),
    learn(ends) {
      const grown = new Set<number>();
      for (const { topic, partition, next } of ends) {
        const key = keyOf(topic, partition);
        if ((known.get(key) ?? -1) >= next) continue;
        known.set(key, next);
        grown.add(partition);
      }
      return grown;
    },
  };
}

/** Where all partitions end. */
export async function readEnds(sql: Sql): Promise<readonly LogEnd[]> {
  const rows = await sql<{ topic: string; partition: number; next_offset: string }[]>`
    select topic, partition, next_offset from log_partitions`;
  return rows.map(({ topic, partition, next_offset }) => ({ topic, partition, next: Number(next_offset) }));
}

/** What `log_append` tells: `topic:partition:next`, separated by commas. */
export function parseEnds(payload: string): readonly LogEnd[] {
  return payload.split(",").map((each) => {
    const [topic = "", partition, next] = each.split(":");
    return { topic, partition: Number(partition), next: Number(next) };
  });
}
