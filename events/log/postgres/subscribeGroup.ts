import type { Sql } from "postgres";
import type { SubscribeOptions, Subscription } from "../port.ts";
import { type ConsumeDeps, consumePartition } from "./consumePartition.ts";
import { createMembership, type Membership } from "./membership.ts";
import { type Bell, createBell } from "./signal.ts";

export interface GroupDeps {
  readonly sql: Sql;
  readonly member: string;
  readonly leaseMs: number;
  readonly pollMs: number;
  readonly onError: (error: unknown) => void;
}

export interface GroupSubscription extends Subscription {
  /** The partitions have grown (all of them when null). */
  wake(partitions: ReadonlySet<number> | null): void;
  /** The group's membership may have changed. */
  rebalance(): void;
}

interface Worker {
  readonly epoch: number;
  readonly stop: AbortController;
  readonly lost: AbortController;
  readonly bell: Bell;
  readonly done: Promise<void>;
}

/** Joins the group and consumes what falls to this member, until closed. */
export async function subscribeGroup(deps: GroupDeps, options: SubscribeOptions): Promise<GroupSubscription> {
  const membership = createMembership(deps.sql, {
    group: options.group,
    member: deps.member,
    leaseMs: deps.leaseMs,
  });
  const workers = new Map<number, Worker>();
  const closing = new AbortController();
  const bell = createBell();
  const rebalance = () => bell.ring();
  let leaving = false;
  const refresh = () =>
    reconcile(membership, workers, (partition, epoch) => {
      if (leaving) return;
      workers.set(
        partition,
        startWorker(deps, options, membership, partition, epoch, () => {
          workers.delete(partition);
          rebalance();
        }),
      );
    });
  await refresh();
  const running = keepMembership(deps, refresh, workers, bell, closing.signal);
  return {
    assigned: () => [...workers.keys()].sort(),
    wake(partitions) {
      for (const [partition, worker] of workers)
        if (partitions === null || partitions.has(partition)) worker.bell.ring();
    },
    rebalance,
    async close() {
      // The leases are renewed until the ranges in hand are done.
      leaving = true;
      for (const worker of workers.values()) worker.stop.abort();
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
  workers: ReadonlyMap<number, Worker>,
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
        for (const worker of workers.values()) abandon(worker);
    }
  }
}

/** Brings the running workers in line with what the group has given to this member. */
async function reconcile(
  membership: Membership,
  workers: ReadonlyMap<number, Worker>,
  start: (partition: number, epoch: number) => void,
): Promise<void> {
  const { owned, due } = await membership.refresh();
  for (const [partition, worker] of workers) {
    if (owned.get(partition) !== worker.epoch) abandon(worker);
    else if (!due.has(partition)) worker.stop.abort();
  }
  for (const [partition, epoch] of owned) {
    if (workers.has(partition)) continue;
    if (!due.has(partition)) await membership.release(partition, epoch);
    else start(partition, epoch);
  }
}

function abandon(worker: Worker): void {
  worker.lost.abort();
  worker.stop.abort();
}

function startWorker(
  deps: GroupDeps,
  options: SubscribeOptions,
  membership: Membership,
  partition: number,
  epoch: number,
  onDone: () => void,
): Worker {
  const bell = createBell();
  const stop = new AbortController();
  const lost = new AbortController();
  const consume: ConsumeDeps = {
    sql: deps.sql,
    options,
    bell,
    pollMs: deps.pollMs,
    onError: deps.onError,
    commit: (at) => membership.commit(at, epoch),
  };
  const done = consumePartition(consume, partition, { stop: stop.signal, lost: lost.signal })
    .catch(deps.onError)
    .finally(onDone);
  return { epoch, stop, lost, bell, done };
}
