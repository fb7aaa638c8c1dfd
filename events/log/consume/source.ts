import type { LogRange, Topic } from "../port.ts";

export interface ReadInput {
  /** The next offset to read of each topic. */
  readonly positions: ReadonlyMap<Topic, number>;
  /** The topics to choose from; all unless told. */
  readonly among?: readonly Topic[];
  /** Those of them that go before the others, however long these have waited; none unless told. */
  readonly prefer?: readonly Topic[];
  readonly maxRecords: number;
  /** A range of large records ends sooner, with the record that comes to so many characters. */
  readonly maxCharacters: number;
}

/** What a log offers of one partition number to the member that owns it. */
export interface PartitionSource {
  /** The next offset that the group will read, of every topic. */
  committed(): Promise<Map<Topic, number>>;
  /** The next records of the topic whose next record has waited longest; null when nothing is there. */
  next(input: ReadInput): Promise<LogRange | null>;
  /** The range from `first` to `last`, whatever its size; null or a shorter one when the log does not hold it all. */
  exactly(topic: Topic, first: number, last: number): Promise<LogRange | null>;
  /** Commits under the owner's epoch; false when the partition is lost. */
  commit(topic: Topic, offset: number): Promise<boolean>;
}
