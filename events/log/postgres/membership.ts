import type { Sql, TransactionSql } from "postgres";
import { assignPartitions } from "../consume/assignPartitions.ts";
import type { PartitionOffset } from "../port.ts";

export const GROUP_CHANNEL = "dfras_log_groups";

export interface MembershipOptions {
  readonly group: string;
  readonly member: string;
  /** How long a member that says nothing keeps its partitions. */
  readonly leaseMs: number;
}

export interface Membership {
  /** Heartbeat: renews the leases, claims what fell to this member. `owned`: partition → epoch; `due`: what it should own. */
  refresh(): Promise<{ readonly owned: ReadonlyMap<number, number>; readonly due: ReadonlySet<number> }>;
  /** Gives a partition up, for another member to take at once. */
  release(partition: number, epoch: number): Promise<void>;
  /** Commits the next offset to read; false when the partition belongs to another member by now. */
  commit(at: PartitionOffset, epoch: number): Promise<boolean>;
  leave(): Promise<void>;
}

interface AssignmentRow {
  readonly partition: number;
  readonly member: string | null;
  readonly epoch: string;
  readonly free: boolean;
}

/** One member of a consumer group, kept in Postgres. All steps of a group are one after the other (advisory lock). */
export function createMembership(sql: Sql, options: MembershipOptions): Membership {
  const { group, member } = options;
  return {
    refresh: () =>
      sql.begin(async (tx) => {
        await lockGroup(tx, group);
        const changed = await heartbeat(tx, options);
        const members = await tx<
          { member: string }[]
        >`select member from log_members where consumer_group = ${group}`;
        const due = assignPartitions(
          members.map((row) => row.member),
          member,
        );
        const owned = await claim(tx, options, due);
        if (changed) await tx.notify(GROUP_CHANNEL, group);
        return { owned, due };
      }),
    async release(partition, epoch) {
      await sql`update log_assignments set member = null, lease_until = '-infinity'
        where consumer_group = ${group} and partition = ${partition} and member = ${member} and epoch = ${epoch}`;
      await sql.notify(GROUP_CHANNEL, group);
    },
    async commit({ topic, partition, offset }, epoch) {
      const rows = await sql`
        with fence as (
          select 1 from log_assignments where consumer_group = ${group} and partition = ${partition}
          and member = ${member} and epoch = ${epoch} for share)
        insert into log_offsets (consumer_group, topic, partition, next_offset)
        select ${group}, ${topic}, ${partition}, ${offset} from fence
        on conflict (consumer_group, topic, partition) do update set next_offset = excluded.next_offset
        returning 1`;
      return rows.length > 0;
    },
    async leave() {
      await sql.begin(async (tx) => {
        await lockGroup(tx, group);
        await tx`update log_assignments set member = null, lease_until = '-infinity'
          where consumer_group = ${group} and member = ${member}`;
        await tx`delete from log_members where consumer_group = ${group} and member = ${member}`;
        await tx.notify(GROUP_CHANNEL, group);
      });
    },
  };
}

async function lockGroup(tx: TransactionSql, group: string): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtextextended(${`dfras-log:${group}`}, 0))`;
}

/** Renews the member's own lease and removes members whose lease ran out. True when the membership changed. */
async function heartbeat(
  tx: TransactionSql,
  { group, member, leaseMs }: MembershipOptions,
): Promise<boolean> {
  const gone = await tx`delete from log_members where consumer_group = ${group} and lease_until < now()
    and member <> ${member} returning 1`;
  const [row] = await tx<{ joined: boolean }[]>`
    insert into log_members (consumer_group, member, lease_until)
    values (${group}, ${member}, now() + ${leaseMs} * interval '1 millisecond')
    on conflict (consumer_group, member) do update set lease_until = excluded.lease_until
    returning (xmax = 0) as joined`;
  return gone.length > 0 || row?.joined === true;
}

/** Renews what this member owns, takes what is due and free. A partition changes hands only with a higher epoch. */
async function claim(
  tx: TransactionSql,
  { group, member, leaseMs }: MembershipOptions,
  due: ReadonlySet<number>,
): Promise<ReadonlyMap<number, number>> {
  await tx`insert into log_assignments (consumer_group, partition)
    select ${group}, p from unnest(${[...due]}::int[]) as p on conflict do nothing`;
  const rows = await tx<AssignmentRow[]>`
    select partition, member, epoch, (member is null or lease_until < now()) as free
    from log_assignments where consumer_group = ${group} order by partition for update`;
  const mine = rows.filter((row) => row.member === member).map((row) => row.partition);
  const taken = rows
    .filter((row) => row.member !== member && row.free && due.has(row.partition))
    .map((row) => row.partition);
  const kept = await tx<{ partition: number; epoch: string }[]>`
    update log_assignments set member = ${member}, lease_until = now() + ${leaseMs} * interval '1 millisecond',
      epoch = epoch + case when partition = any(${taken}::int[]) then 1 else 0 end
    where consumer_group = ${group} and partition = any(${[...mine, ...taken]}::int[])
    returning partition, epoch`;
  return new Map(kept.map((row) => [row.partition, Number(row.epoch)]));
}
