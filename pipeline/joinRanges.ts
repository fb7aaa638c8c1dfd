import { setTimeout as pause } from "node:timers/promises";
import type { LogRange } from "../events/log/port.ts";

/** What aborts when what is in hand no longer counts. */
export type Lost = Pick<AbortSignal, "throwIfAborted">;

/** A range on its way through a stage, and what aborts when its partition is lost. */
export interface OwnedRange {
  readonly range: LogRange;
  readonly lost: AbortSignal;
  /** Called by who handles it up to that offset only; the rest comes again. */
  readonly endAt?: ((last: number) => void) | undefined;
}

/** Handles ranges together: all of them, or it throws. */
export type RunRanges = (owned: readonly OwnedRange[], lost: Lost) => Promise<void>;

export interface JoinOptions {
  /** Records that are handled together at most; a longer range is handled by itself. */
  readonly maxRecords: number;
  readonly maxCharacters: number;
  /** How long a range waits for others at least, ms. */
  readonly gatherMs: number;
  /** Under load half as long as the run before took, up to this, ms; `gatherMs` unless told. */
  readonly maxGatherMs?: number;
}

interface Waiting extends OwnedRange {
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Joins ranges of any topics and partitions that come while others are handled, or about the same time: most of what a
 * range costs (statements, inserts, parts to be merged) is the same however few its records are. Ranges of one partition
 * number are never under way in two runs. Where a joint run fails, each of its ranges is handled by itself, then and when
 * it comes again, so that a bad one holds up nobody else.
 */
export function joinRanges(options: JoinOptions, run: RunRanges): (owned: OwnedRange) => Promise<void> {
  const tried = new WeakSet<LogRange>();
  const busy = new Set<number>();
  let waiting: Waiting[] = [];
  let gathering = false;
  let running = 0;
  let tookMs = 0;

  const isTried = ({ range }: OwnedRange) => tried.has(range);

  function take(): readonly Waiting[] {
    const taken = cut(
      waiting.filter(({ range }) => !busy.has(range.partition)),
      options,
      isTried,
    );
    waiting = waiting.filter((each) => !taken.includes(each));
    return taken;
  }

  /** One run at a time joins most; more than one only where what waits fills another. */
  function next(): void {
    const free = waiting.filter(({ range }) => !busy.has(range.partition));
    if (free.length === 0 || gathering) return;
    if (running > 0 && !isFull(free, options)) return;
    void begin(take());
    next();
  }

  /** Those whose run has just ended come again in a moment, so that all go together from then on. */
  function gather(): void {
    if (gathering) return;
    gathering = true;
    const { gatherMs, maxGatherMs = gatherMs } = options;
    void pause(isFull(waiting, options) ? 0 : Math.max(gatherMs, Math.min(tookMs / 2, maxGatherMs))).then(
      () => {
        gathering = false;
        next();
      },
    );
  }

  async function begin(taken: readonly Waiting[]): Promise<void> {
    running += 1;
    const partitions = new Set(taken.map(({ range }) => range.partition));
    for (const partition of partitions) busy.add(partition);
    const begun = performance.now();
    await handle(taken);
    tookMs = performance.now() - begun;
    for (const partition of partitions) busy.delete(partition);
    running -= 1;
    if (waiting.length > 0) gather();
  }

  async function handle(taken: readonly Waiting[]): Promise<void> {
    try {
      await run(taken, allOf(taken));
      for (const { resolve } of taken) resolve();
    } catch (error) {
      for (const { range } of taken) tried.add(range);
      if (taken.length > 1) await eachAlone(taken);
      else for (const { reject } of taken) reject(error);
    }
  }

  /** Partition numbers side by side, ranges of one in their order; behind one that fails none of its number goes on. */
  async function eachAlone(taken: readonly Waiting[]): Promise<void> {
    const byPartition = [...Map.groupBy(taken, ({ range }) => range.partition).values()];
    await Promise.all(
      byPartition.map(async (ofOne) => {
        let failure: { readonly error: unknown } | null = null;
        for (const one of ofOne) {
          const { lost, resolve, reject } = one;
          failure ??= await run([one], lost).then(
            () => null,
            (error: unknown) => ({ error }),
          );
          if (failure === null) resolve();
          else reject(failure.error);
        }
      }),
    );
  }

  return (owned) =>
    new Promise((resolve, reject) => {
      waiting.push({ ...owned, resolve, reject });
      if (running === 0 || isFull(waiting, options)) gather();
    });
}

/** The first of them, with as many of those behind it as may be handled together; one that failed before goes alone. */
function cut(
  waiting: readonly Waiting[],
  { maxRecords, maxCharacters }: JoinOptions,
  isTried: (owned: OwnedRange) => boolean,
): readonly Waiting[] {
  const [first, ...others] = waiting;
  if (first === undefined) return [];
  const taken = [first];
  if (isTried(first)) return taken;
  let { records, characters } = sizeOf(first);
  for (const other of others) {
    const size = sizeOf(other);
    if (records + size.records > maxRecords || characters + size.characters > maxCharacters) break;
    if (isTried(other)) continue;
    taken.push(other);
    records += size.records;
    characters += size.characters;
  }
  return taken;
}

function isFull(waiting: readonly Waiting[], { maxRecords, maxCharacters }: JoinOptions): boolean {
  const sizes = waiting.map(sizeOf);
  return (
    sizes.reduce((sum, { records }) => sum + records, 0) >= maxRecords ||
    sizes.reduce((sum, { characters }) => sum + characters, 0) >= maxCharacters
  );
}

function sizeOf({ range: { records } }: OwnedRange) {
  return {
    records: records.length,
    characters: records.reduce((sum, { value }) => sum + value.length, 0),
  };
}

function allOf(owned: readonly OwnedRange[]): Lost {
  return {
    throwIfAborted() {
      for (const { lost } of owned) lost.throwIfAborted();
    },
  };
}
