import type { LogRange, SubscribeOptions, Topic } from "../port.ts";
import type { Lanes } from "./lanes.ts";
import type { PartitionSource, ReadInput } from "./source.ts";

interface ReadDeps {
  readonly source: Pick<PartitionSource, "next" | "exactly">;
  readonly options: SubscribeOptions;
}

/** One partition number, and the next offset to read of each topic. */
interface Place {
  readonly partition: number;
  readonly positions: ReadonlyMap<Topic, number>;
}

/** Ranges of large records are shorter, so that memory does not follow from what is sent. */
export const MAX_CHARACTERS = 2_500_000;

/** The next range of the lane whose turn it is; null when nothing waits. */
export async function nextRange(
  deps: ReadDeps,
  lanes: Lanes,
  { partition, positions }: Place,
): Promise<LogRange | null> {
  const { maxCharacters = MAX_CHARACTERS } = deps.options;
  for (const lane of lanes.inTurn()) {
    const range = await readRange(deps, partition, { positions, ...lane, maxCharacters });
    if (range !== null) return range;
  }
  return null;
}

/** What waits in the topics that go with the range's, as far as it all fits into what one range may hold. */
export async function companions(
  deps: ReadDeps,
  lanes: Lanes,
  { partition, positions }: Place,
  range: LogRange,
): Promise<readonly LogRange[]> {
  const { together, maxCharacters = MAX_CHARACTERS, maxRecords } = deps.options;
  const wanted = together?.(range.topic).filter((topic) => topic !== range.topic) ?? [];
  if (wanted.length === 0) return [];
  const found = [range];
  for (const lane of lanes.along()) {
    const besides = found.length;
    for (;;) {
      const input = {
        positions,
        among: wanted.filter(
          (topic) => lane.among.includes(topic) && found.every((other) => other.topic !== topic),
        ),
        maxRecords: Math.min(
          maxRecords - recordsOf(found),
          lane.maxRecords - recordsOf(found.slice(besides)),
        ),
        maxCharacters: maxCharacters - charactersOf(found),
      };
      if (input.among.length === 0 || input.maxRecords <= 0 || input.maxCharacters <= 0) break;
      const next = await readRange(deps, partition, input);
      if (next === null) break;
      found.push(next);
    }
  }
  return found.slice(1);
}

const recordsOf = (ranges: readonly LogRange[]) =>
  ranges.reduce((total, { records }) => total + records.length, 0);
const charactersOf = (ranges: readonly LogRange[]) =>
  ranges.flatMap(({ records }) => records).reduce((total, { value }) => total + value.length, 0);

/** The next range as the log offers it, or as it was cut before a restart. */
async function readRange(
  { source, options }: ReadDeps,
  partition: number,
  input: ReadInput,
): Promise<LogRange | null> {
  const range = await source.next(input);
  if (range === null) return null;
  const { topic, first } = range;
  const end = await options.rangeEnd?.({ topic, partition }, first);
  if (end === undefined || end === range.last) return range;
  if (end < range.last) return { ...range, last: end, records: range.records.slice(0, end - first + 1) };
  const longer = await source.exactly(topic, first, end);
  if (longer?.last !== end)
    throw new Error(`the log of ${topic}:${partition} ends before ${end}, where a range must end`);
  return longer;
}
