import { constants, zstdCompressSync, zstdDecompressSync } from "node:zlib";
import type { LogAppend } from "../port.ts";

const PLAIN = 0;
const ZSTD = 1;
const WORTH_COMPRESSING = 1_024;
const FAST = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

/** One batch as a row's bytes: a codec byte, then a line with the keys and one line per value. */
export function encodePayload(records: readonly LogAppend[]): Buffer {
  let text = JSON.stringify(records.map((record) => record.key));
  for (const record of records) text += `\n${record.value}`;
  const bytes = Buffer.from(text);
  if (bytes.length < WORTH_COMPRESSING) return Buffer.concat([Buffer.of(PLAIN), bytes]);
  return Buffer.concat([Buffer.of(ZSTD), zstdCompressSync(bytes, FAST)]);
}

export function decodePayload(payload: Uint8Array): { readonly key: string; readonly value: string }[] {
  const body = payload.subarray(1);
  const text = (payload[0] === ZSTD ? zstdDecompressSync(body) : Buffer.from(body)).toString("utf8");
  const [keys = "[]", ...values] = text.split("\n");
  return (JSON.parse(keys) as string[]).map((key, index) => ({ key, value: values[index] ?? "" }));
}
