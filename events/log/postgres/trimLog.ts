import type { Sql } from "postgres";

/**
 * Deletes records older than `days` (7) that every group of their topic has read. A topic that no group has ever
 * read keeps its records. @returns the number of batches deleted.
 */
export async function trimLog(sql: Sql, days = 7): Promise<number> {
  const result = await sql`
    delete from log_batches b using (
      select topic, partition, min(next_offset) as read_by_all from log_offsets group by topic, partition) o
    where b.topic = o.topic and b.partition = o.partition
      and b.appended_at < now() - ${days} * interval '1 day' and b.last_offset < o.read_by_all`;
  return result.count;
}
