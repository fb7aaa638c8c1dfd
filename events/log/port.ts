const DOMAIN_TOPICS = ["orders_raw", "fleet_raw", "warehouse_raw", "customer_raw", "external_raw"] as const;
/**
 * The raw topics, one per domain and one for who sends much, equally partitioned, so that one consumer owns partition
 * p of all of them.
 */
export const RAW_TOPICS = [...DOMAIN_TOPICS, "bulk_raw"] as const;
/** Where each topic of the pipeline's own goes on in the slow lane. */
const SLOW_LANE = {
  deliveries_touched: "deliveries_touched_bulk",
  failures_detected: "failures_detected_bulk",
} as const;
export const TOUCHED_TOPICS = ["deliveries_touched", "deliveries_touched_bulk"] as const;
export const DETECTED_TOPICS = ["failures_detected", "failures_detected_bulk"] as const;
/** What gives way to the others, so that who sends much delays nobody else. */
export const SLOW_TOPICS = ["bulk_raw", ...Object.values(SLOW_LANE)] as const;
export const TOPICS = [
  ...RAW_TOPICS,
  ...TOUCHED_TOPICS,
  ...DETECTED_TOPICS,
  "results",
  "dead_letters",
] as const;
export type DomainTopic = (typeof DOMAIN_TOPICS)[number];
export type Topic = (typeof TOPICS)[number];

/** The topic for what follows from a range of `cause`: it stays in the lane of what it follows from. */
export function inLaneOf<T extends keyof typeof SLOW_LANE>(
  cause: Topic,
  topic: T,
): T | (typeof SLOW_LANE)[T] {
  return isSlow(cause) ? SLOW_LANE[topic] : topic;
}

export function isSlow(topic: Topic): boolean {
  return SLOW_TOPICS.some((slow) => slow === topic);
}

/** Partitions of every topic. */
export const PARTITIONS = 4;

/** One record to append. `key` starts with the tenant_key and decides the partition; `value` is an encoded envelope. */
export interface LogAppend {
  readonly topic: Topic;
  readonly key: string;
  readonly value: string;
}

export interface LogRecord extends LogAppend {
  readonly partition: number;
  readonly offset: number;
  /** When the log took it (the receive time), epoch milliseconds. */
  readonly appendedAt: number;
}

export type AppendOutcome =
  | { readonly ok: true; readonly partition: number; readonly offset: number }
  | { readonly ok: false; readonly reason: string };

/** A closed run of one topic partition: every offset from `first` to `last`, none missing. */
export interface LogRange {
  readonly topic: Topic;
  readonly partition: number;
  readonly first: number;
  readonly last: number;
  readonly records: readonly LogRecord[];
}

export interface TopicPartition {
  readonly topic: Topic;
  readonly partition: number;
}

export interface PartitionOffset extends TopicPartition {
  readonly offset: number;
}

export interface Lag extends TopicPartition {
  /** The next offset that will be written. */
  readonly end: number;
  /** The next offset that the group will read. */
  readonly committed: number;
}

export interface SubscribeOptions {
  readonly group: string;
  readonly topics: readonly Topic[];
  /** Largest range handed over; a range never spans topic partitions. */
  readonly maxRecords: number;
  /** A range of large records ends sooner, with the record that comes to so many characters; 2.5 million unless told. */
  readonly maxCharacters?: number;
  /**
   * How long records may wait for others to come into the same range, ms; 0 unless told. Fewer ranges cost less. All
   * partition numbers wait until the same times, the multiples of it.
   */
  readonly lingerMs?: number;
  /** Under load they wait as long as the range before took to handle, up to this, ms; `lingerMs` unless told. */
  readonly maxLingerMs?: number;
  /**
   * Topics among those subscribed to that give way to the others: a range of theirs is taken when no other has anything
   * waiting, and after three of the others at the latest, so that they never stand still.
   */
  readonly slow?: {
    readonly topics: readonly Topic[];
    /** Their largest range while others come in between: it delays those; as others' unless told. */
    readonly maxRecords?: number;
    /** How long theirs wait for others at least, ms, without keeping the other topics waiting; `lingerMs` unless told. */
    readonly lingerMs?: number;
    /** Asked before such a range, with how long it has been held back, ms; false holds it back for a moment. */
    readonly ready?: (heldMs: number) => boolean;
  };
  /**
   * Topics among those subscribed to that follow from ranges of the others: after each of those, the lane's waiting
   * follow-ups go next, whatever waits longer, and they wait for no others to come.
   */
  readonly followUps?: readonly Topic[];
  /**
   * The topics of which what waits is handed over with a range of `topic`, each by a call of its own before any of them
   * ends, together no more than one range may hold and of slow topics no more than theirs may. Who handles them sees to
   * their order; none unless told.
   */
  readonly together?: (topic: Topic) => readonly Topic[];
  /** Asked before each range: resolves when the group may go on, so that one group can give way to another. */
  readonly turn?: (signal: AbortSignal) => Promise<void>;
  /**
   * Handles one range. Ranges with the same partition NUMBER are handled one after the other across all of the
   * subscription's topics, but for those handed over `together`; other partition numbers may run at the same time. When it resolves, `last + 1` is
   * committed. When it rejects, the same range comes again after a growing pause, for ever. `signal` aborts when
   * the partition is lost to another member. One who calls `endAt` has handled the range up to that offset only: that is
   * committed, and the rest comes again after whatever goes before it.
   */
  readonly onRange: (range: LogRange, signal: AbortSignal, endAt?: (last: number) => void) => Promise<void>;
  /** If it answers, the next range from `first` ends exactly there (a range opened before a restart). */
  readonly rangeEnd?: (at: TopicPartition, first: number) => Promise<number | undefined>;
  /** Where to begin instead of the committed offset (a consumer that keeps its position in its own transaction). */
  readonly position?: (at: TopicPartition) => Promise<number | undefined>;
  /** Told of each failed handling: the consumer waits and tries again, visibly. */
  readonly onRetry?: (range: LogRange, error: unknown, pauseMs: number) => void;
}

export interface Subscription {
  /** Partition numbers owned now. */
  assigned(): readonly number[];
  /** Finishes the ranges in hand, commits, leaves the group. */
  close(): Promise<void>;
}

/** The event log: durable, partitioned, ordered within a partition, read by consumer groups. */
export interface EventLog {
  /** Appends all records, in order within each partition. An outcome per record, same order as given. Never rejects for a single record. */
  append(records: readonly LogAppend[]): Promise<readonly AppendOutcome[]>;
  subscribe(options: SubscribeOptions): Promise<Subscription>;
  /** The next offset of every partition of the topics. */
  endOffsets(topics: readonly Topic[]): Promise<readonly PartitionOffset[]>;
  lag(group: string, topics: readonly Topic[]): Promise<readonly Lag[]>;
  close(): Promise<void>;
}
