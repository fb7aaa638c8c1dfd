import type { Sql } from "postgres";
import { type Bell, createBell } from "../consume/signal.ts";
import { startWorker, type Worker } from "../consume/startWorker.ts";
import type { SubscribeOptions, Subscription } from "../port.ts";
import type { KnownEnds } from "./knownEnds.ts";
import { createMembership, type Membership } from "./membership.ts";
import { createPartitionSource } from "./partitionSource.ts";

export interface GroupDeps {
  readonly sql: Sql;
  readonly ends: Pick<KnownEnds, "beyond">;
  readonly member: string;
  readonly leaseMs: number;
  readonly pollMs: number;
  readonly onError: (error: unknown) => void;
}

export interface GroupSubscription extends Subscription {
  /** The partitions have grown. */
  wake(partitions: ReadonlySet<number>): void;
  /** The group's membership may have changed. */
  rebalance(): void;
}

interface Owned extends Worker {
  readonly epoch: number;
}

/** Joins the group and consumes what falls to this member, until closed. */
export async function subscribeGroup(deps: GroupDeps, options: SubscribeOptions): Promise<GroupSubscription> {
  const membership = createMembership(deps.sql, {
    group: options.group,
    member: deps.member,
    leaseMs: deps.leaseMs,
  });
  const workers = new Map<number, Owned>();
  const closing = new AbortController();
  const bell = createBell();
  const rebalance = () => bell.ring();
  let leaving = false;
  const refresh = () =>
    reconcile(membership, workers, (partition, epoch) => {
      if (leaving) return;
      const source = createPartitionSource({ ...deps, options, membership }, partition, epoch);
      const worker = startWorker({ ...deps, options, source }, partition);
      workers.set(partition, { ...worker, epoch });
      void worker.done.then(() => {
        workers.delete(partition);
        rebalance();
      });
    });
  await refresh();
  const running = keepMembership(deps, refresh, workers, bell, closing.signal);
  return {
    assigned: () => [...workers.keys()].sort(),
    wake(partitions) {
      for (const [partition, worker] of workers) if (partitions.has(partition)) worker.bell.ring();
    },
    rebalance,
    async close() {
      // The leases are renewed until the ranges in hand are done.
      leaving = true;
      for (const worker of workers.values()) worker.stop();
      await Promise.all([...workers.values()].map((worker) => worker.done));
      closing.abort();
      await running;
      await membership.leave();
    },
  };
}

/** Heartbeats four times per lease, and whenever the group changes. */
async function keepMembership(
  deps: GroupDeps,
  refresh: () => Promise<void>,
  workers: ReadonlyMap<number, Owned>,
  bell: Bell,
  closing: AbortSignal,
): Promise<void> {
  let renewedAt = performance.now();
  while (!closing.aborted) {
    await bell.wait(deps.leaseMs / 4, closing);
    if (closing.aborted) return;
    try {
      await refresh();
      renewedAt = performance.now();
    } catch (error) {
      deps.onError(error);
      // Others may have taken over by now: what is in hand no longer counts.
      if (performance.now() - renewedAt > deps.leaseMs)
        for (const worker of workers.values()) worker.abandon();
    }
  }
}

/** Brings the running workers in line with what the group has given to this member. */
async function reconcile(
  membership: Membership,
  workers: ReadonlyMap<number, Owned>,
  start: (partition: number, epoch: number) => void,
): Promise<void> {
  const { owned, due } = await membership.refresh();
  for (const [partition, worker] of workers) {
    if (owned.get(partition) !== worker.epoch) worker.abandon();
    else if (!due.has(partition)) worker.stop();
  }
  for (const [partition, epoch] of owned) {
    if (workers.has(partition)) continue;
    if (!due.has(partition)) await membership.release(partition, epoch);
    else start(partition, epoch);
  }
}
