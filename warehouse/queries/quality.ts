import { REFS } from "../../events/event.ts";
import type { Reader } from "../client.ts";
import { allOf, equalTo, instant } from "./conditions.ts";

/** Members that events may carry beside what each must have. */
export const MEMBERS = [...REFS, "location", "data"] as const;

/** Stored events of one source and type: how many carry each member, and how long after they happened they came. */
export type StoredQuality = {
  readonly source: string;
  readonly type: string;
  readonly events: number;
  /** Seconds from happening to being received: median and 95th percentile. */
  readonly lag: readonly [number, number];
  /** By the position in MEMBERS. */
  readonly present: readonly number[];
};

export interface QualityFilter {
  readonly source?: string | undefined;
  readonly type?: string | undefined;
  /** Epoch milliseconds of receiving, included and excluded. */
  readonly from: number;
  readonly to: number;
}

/** How long before the range an event may have happened to be measured: what is read is found by that time. */
const BACKFILL_MS = 7 * 86_400_000;
const AHEAD_MS = 86_400_000;

const PRESENT = [
  ...REFS.map((ref) => `countIf(${ref} != '')`),
  "countIf(lat IS NOT NULL)",
  "countIf(data NOT IN ('', '{}'))",
];
const LAG =
  "(toUnixTimestamp64Milli(coalesce(received_hint, received_at)) - toUnixTimestamp64Milli(occurred_at)) / 1000";

/** Measured over what was received in the range and happened at most a week before it, the most frequent first. */
export function measureStored(reader: Reader, filter: QualityFilter): Promise<readonly StoredQuality[]> {
  const { text, params } = allOf([
    ...equalTo(["source", "type"], filter),
    [`occurred_at >= ${instant("first")} AND occurred_at < ${instant("last")}`, {}],
    [
      `received_at >= ${instant("from")} AND received_at < ${instant("to")}`,
      { from: filter.from, to: filter.to },
    ],
  ]);
  return reader.query<StoredQuality>(
    `SELECT source, type, toUInt32(count()) AS events, quantilesTDigest(0.5, 0.95)(${LAG}) AS lag,
       arrayMap(n -> toUInt32(n), [${PRESENT.join(", ")}]) AS present
     FROM {{events}} WHERE ${text} GROUP BY source, type ORDER BY events DESC, source, type LIMIT 1000`,
    { ...params, first: filter.from - BACKFILL_MS, last: filter.to + AHEAD_MS },
  );
}
