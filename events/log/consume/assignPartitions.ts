import { PARTITIONS } from "../port.ts";

/** Range assigner: the members, sorted, own equal consecutive runs of the partition numbers; surplus members own none. */
export function assignPartitions(members: readonly string[], member: string): ReadonlySet<number> {
  const sorted = [...members].sort();
  const index = sorted.indexOf(member);
  const owned = new Set<number>();
  if (index < 0) return owned;
  const from = Math.ceil((index * PARTITIONS) / sorted.length);
  const to = Math.ceil(((index + 1) * PARTITIONS) / sorted.length);
  for (let partition = from; partition < to; partition++) owned.add(partition);
  return owned;
}
