import { createRequire } from "node:module";

interface RequestQueue {
  readonly pending: readonly unknown[];
  scheduleCheckPendingRequests(): void;
}

/** What a group's member does before it joins again; the subscription hangs it on its assigner. */
export interface JoinHook {
  /** `known`: the group still counts this member, so what it has in hand may be finished and committed. */
  beforeJoin(known: boolean): Promise<void>;
}

interface ConsumerGroup {
  readonly memberId: string | null;
  readonly assigners: readonly Partial<JoinHook>[];
  joinAndSync(): Promise<void>;
}

const load = createRequire(import.meta.url);
let patched = false;

/** Mends two things in kafkajs 2.2.4, which is pinned and gets no releases any more. Safe to call again. */
export function patchClient(): void {
  if (patched) return;
  patched = true;
  const queue: { prototype: RequestQueue } = load("kafkajs/src/network/requestQueue/index.js");
  calmQueue(queue.prototype);
  const group: { prototype: ConsumerGroup } = load("kafkajs/src/consumer/consumerGroup.js");
  finishBeforeJoin(group.prototype);
}

/**
 * Its request queue, once used, looks for waiting requests every millisecond for ever, on each connection, by a timer
 * set to a negative time (which new Nodes warn of). It need only look while requests wait.
 */
function calmQueue(queue: RequestQueue): void {
  const schedule = queue.scheduleCheckPendingRequests;
  queue.scheduleCheckPendingRequests = function (this: RequestQueue) {
    if (this.pending.length > 0) schedule.call(this);
  };
}

/** It joins again the moment it hears of a rebalance; the ranges in hand are to be finished first, or abandoned. */
function finishBeforeJoin(group: ConsumerGroup): void {
  const join = group.joinAndSync;
  group.joinAndSync = async function (this: ConsumerGroup) {
    await Promise.all(this.assigners.map((assigner) => assigner.beforeJoin?.(this.memberId !== null)));
    await join.call(this);
  };
}
