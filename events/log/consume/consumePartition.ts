import type { LogRange, SubscribeOptions, Topic } from "../port.ts";
import { createLanes, type Lanes } from "./lanes.ts";
import { companions, nextRange } from "./nextRange.ts";
import { type Bell, pause } from "./signal.ts";
import type { PartitionSource } from "./source.ts";

export interface ConsumeDeps {
  readonly source: PartitionSource;
  readonly options: SubscribeOptions;
  /** Rung when the partition may have grown. */
  readonly bell: Bell;
  /** Longest wait for a ring before looking again. */
  readonly pollMs: number;
  readonly onError: (error: unknown) => void;
}

export interface Signals {
  /** Aborts when the work in hand is to be finished and no more taken up. */
  readonly stop: AbortSignal;
  /** Aborts when the partition is lost: the work in hand no longer counts. */
  readonly lost: AbortSignal;
}

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 30_000;
/** What has waited so many times as long as it may is a backlog, which waits for no others. */
const BACKLOG_TICKS = 4;

/**
 * Reads one partition number of all the subscription's topics, range after range, until told to stop.
 * A range whose handling fails comes again after a growing pause, for ever; nothing behind it is touched meanwhile.
 */
export async function consumePartition(
  deps: ConsumeDeps,
  partition: number,
  signals: Signals,
): Promise<void> {
  const positions = await retry(deps, signals, () => loadPositions(deps, partition));
  if (positions === undefined) return;
  const at = { partition, positions };
  const lanes = createLanes(deps.options);
  let lingered: LogRange | null = null;
  while (!signals.stop.aborted) {
    await deps.options.turn?.(signals.stop);
    const range = await retry(deps, signals, () => nextRange(deps, lanes, at));
    if (range === undefined) return;
    if (range === null) {
      await deps.bell.wait(Math.min(deps.pollMs, lanes.lookAgainMs()), signals.stop);
      continue;
    }
    if (await linger(deps, range, signals, lingered, lanes)) {
      lingered = range;
      continue;
    }
    const begun = performance.now();
    const others = await retry(deps, signals, () => companions(deps, lanes, at, range));
    if (others === undefined) return;
    const ranges = [range, ...others];
    const ends = await Promise.all(ranges.map((each) => handle(deps, each, signals)));
    lanes.handled(range.topic, performance.now() - begun);
    for (const [i, { topic }] of ranges.entries()) {
      const last = ends[i] ?? null;
      if (last === null) return;
      positions.set(topic, last + 1);
    }
  }
}

/**
 * Whether a young, short range was left to grow: once, so that a clock ahead of ours cannot hold it for ever. Those of
 * the slow lane grow while the others are taken.
 */
async function linger(
  { options }: ConsumeDeps,
  range: LogRange,
  { stop }: Signals,
  before: LogRange | null,
  lanes: Lanes,
): Promise<boolean> {
  const isSlow = options.slow?.topics.includes(range.topic) ?? false;
  const { lingerMs = 0, maxLingerMs = lingerMs, maxRecords } = options;
  const least = (isSlow ? options.slow?.lingerMs : undefined) ?? lingerMs;
  const [oldest] = range.records;
  if (least === 0 || oldest === undefined || range.records.length >= maxRecords) return false;
  if (options.followUps?.includes(range.topic)) return false;
  if (before?.topic === range.topic && before.first === range.first) return false;
  const longest = Math.max(least, Math.min(lanes.tookMs(range.topic), maxLingerMs));
  const now = Date.now();
  if (now - oldest.appendedAt >= BACKLOG_TICKS * longest) return false;
  // Partition numbers wait for the same tick, so that who handles them can do so together.
  const tick = least * 2 ** Math.floor(Math.log2(longest / least));
  const left = tick - (now % tick);
  if (isSlow) lanes.restSlow(left);
  else await pause(left, stop);
  return true;
}

/** Where to begin: the consumer's own position, else the committed offset, else the beginning. */
async function loadPositions(
  { source, options }: ConsumeDeps,
  partition: number,
): Promise<Map<Topic, number>> {
  const positions = await source.committed();
  for (const topic of options.topics) {
    const own = await options.position?.({ topic, partition });
    if (own !== undefined) positions.set(topic, own);
  }
  return positions;
}

/**
 * Handles one range and commits it, up to the offset that is answered; null when the partition is lost or the member was
 * told to stop.
 */
async function handle(deps: ConsumeDeps, range: LogRange, signals: Signals): Promise<number | null> {
  const { options, source } = deps;
  let last = range.last;
  const endAt = (offset: number) => {
    last = Math.max(range.first, Math.min(offset, range.last));
  };
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
    try {
      last = range.last;
      await options.onRange(range, signals.lost, endAt);
      break;
    } catch (error) {
      if (signals.lost.aborted) return null;
      options.onRetry?.(range, error, pauseMs);
      await pause(pauseMs, signals.stop);
      if (signals.stop.aborted) return null;
    }
  }
  if (signals.lost.aborted) return null;
  const commit = () => source.commit(range.topic, last + 1);
  return (await retry(deps, { ...signals, stop: signals.lost }, commit)) === true ? last : null;
}

/** Repeats what the log refused, with a growing pause; undefined when told to stop. */
async function retry<T>(deps: ConsumeDeps, signals: Signals, work: () => Promise<T>): Promise<T | undefined> {
  for (let pauseMs = FIRST_PAUSE_MS; !signals.stop.aborted; pauseMs = Math.min(pauseMs * 2, 5_000)) {
    try {
      return await work();
    } catch (error) {
      if (signals.stop.aborted) return undefined;
      deps.onError(error);
      await pause(pauseMs, signals.stop);
    }
  }
  return undefined;
}
