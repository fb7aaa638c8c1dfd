import { brotliCompressSync, constants, gzipSync, zstdCompressSync } from "node:zlib";

/** One request that means harm, and the statuses that are a right answer to it. */
export interface Attack {
  readonly name: string;
  readonly body: Buffer;
  readonly headers: Readonly<Record<string, string>>;
  readonly expected: readonly number[];
}

const NDJSON = { "content-type": "application/x-ndjson" };
const FIVE_MB = 4_900_000;
const fill = (unit: string) => unit.repeat(Math.floor(FIVE_MB / unit.length));
const event = (id: string, more: string) =>
  `{"id":"${id}","type":"order.created","occurred_at":"2026-11-20T08:15:00Z","order_id":"O-1",${more}}`;

/** What an ill-willed or broken sender with a good key may send; all are as large as a body may be, or inflate beyond. */
export function hostileBodies(): readonly Attack[] {
  const zeros = Buffer.alloc(1_000_000_000);
  const attack = (
    name: string,
    body: string | Buffer,
    expected: readonly number[],
    headers = {},
  ): Attack => ({
    name,
    body: Buffer.from(body),
    headers: { "content-type": "application/json", ...headers },
    expected: [...expected, 503],
  });
  const bomb = (encoding: string, body: Buffer) =>
    attack(`1 GB of zeros as ${encoding}`, body, [413], { "content-encoding": encoding });
  // As many as pass the limits of a body, each below those of an event.
  const events = (count: number, more: string) =>
    `[${Array.from({ length: count }, (_, n) => event(`e-${n}`, more)).join(",")}]`;
  return [
    bomb("gzip", gzipSync(zeros, { level: 9 })),
    bomb("zstd", zstdCompressSync(zeros)),
    bomb("br", brotliCompressSync(zeros, { params: { [constants.BROTLI_PARAM_QUALITY]: 3 } })),
    attack("a million empty objects", `[${fill("{},")}{}]`, [413]),
    attack("a million blank lines", fill("\n "), [400], NDJSON),
    attack("a million records", fill("{}\n"), [413], NDJSON),
    attack("brackets only", "[".repeat(FIVE_MB), [400, 413, 422]),
    attack("objects, five million levels deep", fill('{"a":'), [400, 413, 422]),
    attack("one event with many unknown names", event("u", unknownNames(300_000)), [422]),
    attack(
      "events with the same name again and again",
      events(18, '"a":1,'.repeat(20_000).slice(0, -1)),
      [422],
    ),
    attack("events with many unknown names", events(18, unknownNames(20_000)), [422]),
    attack("events with wide data", events(9, `"data":{"l":[${"{},".repeat(20_000)}{}]}`), [202]),
    attack(
      "events with numbers beyond 2^53",
      events(20, `"data":{"n":[${"9007199254740993,".repeat(12_000)}1]}`),
      [422],
    ),
    attack("one string", `{"id":"${"x".repeat(FIVE_MB)}"}`, [422]),
    attack("numbers beyond 2^53", `[${fill("9007199254740993,")}1]`, [413]),
    attack("bytes that are no UTF-8", Buffer.alloc(FIVE_MB, 0xff), [400]),
  ];
}

function unknownNames(count: number): string {
  return Array.from({ length: count }, (_, n) => `"n${n}":1`).join(",");
}
