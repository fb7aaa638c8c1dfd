import type { Sql } from "postgres";
import type { PartitionSource } from "../consume/source.ts";
import type { SubscribeOptions, Topic } from "../port.ts";
import type { KnownEnds } from "./knownEnds.ts";
import type { Membership } from "./membership.ts";
import { readRange } from "./readRange.ts";

interface SourceDeps {
  readonly sql: Sql;
  readonly options: Pick<SubscribeOptions, "group" | "topics">;
  readonly membership: Pick<Membership, "commit">;
  readonly ends: Pick<KnownEnds, "beyond">;
}

/** One partition number as its owner under `epoch` reads it. */
export function createPartitionSource(
  { sql, options, membership, ends }: SourceDeps,
  partition: number,
  epoch: number,
): PartitionSource {
  return {
    committed: () => readCommitted(sql, options, partition),
    next: async ({ positions, among, ...limits }) => {
      const grown = ends.beyond(partition, among ? only(positions, among) : positions);
      return grown.size === 0 ? null : readRange(sql, { partition, positions: grown, ...limits });
    },
    exactly: (topic, first, last) =>
      readRange(sql, { partition, positions: new Map([[topic, first]]), maxRecords: last - first + 1 }),
    commit: (topic, offset) => membership.commit({ topic, partition, offset }, epoch),
  };
}

function only(positions: ReadonlyMap<Topic, number>, topics: readonly Topic[]): Map<Topic, number> {
  return new Map([...positions].filter(([topic]) => topics.includes(topic)));
}

async function readCommitted(
  sql: Sql,
  { group, topics }: SourceDeps["options"],
  partition: number,
): Promise<Map<Topic, number>> {
  await sql`insert into log_offsets (consumer_group, topic, partition, next_offset)
    select ${group}, topic, ${partition}, 0 from unnest(${[...topics]}::text[]) as topic
    on conflict do nothing`;
  const rows = await sql<{ topic: Topic; next_offset: string }[]>`
    select topic, next_offset from log_offsets
    where consumer_group = ${group} and partition = ${partition} and topic = any(${[...topics]}::text[])`;
  return new Map(rows.map((row) => [row.topic, Number(row.next_offset)]));
}
