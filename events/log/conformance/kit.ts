import { decodeEnvelope, encodeEnvelope } from "../envelope.ts";
import { partitionOf } from "../partition.ts";
import type {
  EventLog,
  LogAppend,
  LogRange,
  LogRecord,
  SubscribeOptions,
  Subscription,
  Topic,
} from "../port.ts";

/** A log of its own for the suite, that several "processes" can open. */
export interface LogHarness {
  /** Opens the log as another process would. `kill` makes that process die without a word. */
  open(): Promise<{ readonly log: EventLog; kill(): Promise<void> }>;
  close(): Promise<void>;
}

/** What the parts of the suite share; open while the tests run. */
export interface Kit {
  readonly harness: LogHarness;
  readonly log: EventLog;
  /** Reads on from the present end of the log, under a group of its own. */
  tail(topics: readonly Topic[], more?: Partial<SubscribeOptions>): Promise<Tail>;
}

export interface Tail {
  readonly ranges: LogRange[];
  readonly records: () => LogRecord[];
  readonly subscription: Subscription;
}

let made = 0;
export const fresh = (name: string) => `${name}-${made++}`;

/** A key of the partition. */
export function keyIn(partition: number, nth = 0): string {
  for (let i = 0, found = 0; ; i++)
    if (partitionOf(`7:${i}`) === partition && found++ === nth) return `7:${i}`;
}

export function envelopeOf(body: unknown, v?: string): string {
  const text = encodeEnvelope({
    tenant_key: 7,
    batch_id: "bat_1",
    request_id: "req_1",
    traceparent: null,
    received_at: "2026-01-01T00:00:00.000Z",
    schema_version: "1.0",
    content_hash: "",
    body,
  });
  return v === undefined ? text : text.replace(/"v":"[^"]*"/, `"v":"${v}"`);
}

export const record = (topic: Topic, partition: number, body: unknown): LogAppend => ({
  topic,
  key: keyIn(partition),
  value: envelopeOf(body),
});

export const bodyOf = (each: LogRecord) => decodeEnvelope<unknown>(each.value).body;
export const place = (range: LogRange) => `${range.topic}:${range.partition}`;

export async function tailLog(
  log: EventLog,
  topics: readonly Topic[],
  more: Partial<SubscribeOptions> = {},
): Promise<Tail> {
  const ends = await log.endOffsets(topics);
  const start = new Map(ends.map((end) => [`${end.topic}:${end.partition}`, end.offset]));
  const ranges: LogRange[] = [];
  const subscription = await log.subscribe({
    group: fresh("tail"),
    topics,
    maxRecords: 100,
    position: async (each) => start.get(`${each.topic}:${each.partition}`),
    onRange: async (range) => {
      ranges.push(range);
    },
    ...more,
  });
  return { ranges, records: () => ranges.flatMap((range) => range.records), subscription };
}
