import type { Worker } from "../consume/startWorker.ts";
import type { LogRecord, Topic } from "../port.ts";
import type { KafkaSource } from "./partitionSource.ts";

interface Owned extends Worker {
  readonly source: KafkaSource;
}

/** The workers of a member: one for each partition number that it owns now. */
export interface Workers {
  assigned(): readonly number[];
  /** Starts them, each after the one that had the number before has ended. */
  start(partitions: readonly number[]): void;
  /** Hands over what was fetched. Answers whether fetching may go on behind it. */
  take(topic: Topic, partition: number, records: readonly LogRecord[]): boolean;
  /** Lets all finish what they have in hand; whoever takes longer is abandoned. No new ones after it, until `start`. */
  finish(patienceMs: number): Promise<void>;
  abandon(): void;
}

/** `make` starts one; `onEnded` is told of one that ended though nobody asked it to. */
export function createWorkers(make: (partition: number) => Owned, onEnded: () => void): Workers {
  let current = new Map<number, Owned | null>();
  const ending = new Map<number, Promise<void>>();

  function launch(generation: Map<number, Owned | null>, partition: number): void {
    if (current !== generation) return;
    const owned = make(partition);
    generation.set(partition, owned);
    const ended = owned.done.then(() => {
      if (ending.get(partition) === ended) ending.delete(partition);
      if (current === generation) onEnded();
    });
    ending.set(partition, ended);
  }

  function release(): Owned[] {
    const owned = [...current.values()].filter((each) => each !== null);
    current = new Map();
    return owned;
  }

  return {
    assigned: () => [...current.keys()].sort(),
    start(partitions) {
      for (const each of release()) each.abandon();
      const generation = new Map<number, Owned | null>(partitions.map((partition) => [partition, null]));
      current = generation;
      for (const partition of partitions) {
        const before = ending.get(partition);
        if (before === undefined) launch(generation, partition);
        else void before.then(() => launch(generation, partition));
      }
    },
    take(topic, partition, records) {
      const owned = current.get(partition);
      if (!owned?.source.take(topic, records)) return false;
      owned.bell.ring();
      return true;
    },
    async finish(patienceMs) {
      const owned = release();
      for (const each of owned) each.stop();
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<void>((resolve) => {
        if (Number.isFinite(patienceMs)) timer = setTimeout(resolve, patienceMs);
      });
      await Promise.race([Promise.all(owned.map((each) => each.done)), late]);
      clearTimeout(timer);
      for (const each of owned) each.abandon();
    },
    abandon() {
      for (const each of release()) each.abandon();
    },
  };
}
