import { promisify } from "node:util";
import { constants, zstdCompress, zstdCompressSync, zstdDecompress, zstdDecompressSync } from "node:zlib";
import type { LogAppend } from "../port.ts";

const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);

const PLAIN = 0;
const ZSTD = 1;
const WORTH_COMPRESSING = 1_024;
/** Up to here a call beside the event loop costs several times what it spares the loop (400 against 60 to 100 µs). */
const SMALL = 64 * 1024;
const SMALL_COMPRESSED = 16 * 1024;
const FAST = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

export interface KeyedValue {
  readonly key: string;
  readonly value: string;
}

/**
 * One batch as a row's bytes: a codec byte, then a line with the keys and one line per value. What is large is
 * compressed beside the event loop.
 */
export async function encodePayload(records: readonly LogAppend[]): Promise<Buffer> {
  let text = JSON.stringify(records.map((record) => record.key));
  for (const record of records) text += `\n${record.value}`;
  const bytes = Buffer.from(text);
  if (bytes.length < WORTH_COMPRESSING) return Buffer.concat([Buffer.of(PLAIN), bytes]);
  const options = { ...FAST, pledgedSrcSize: bytes.length };
  const packed = bytes.length <= SMALL ? zstdCompressSync(bytes, options) : await compress(bytes, options);
  return Buffer.concat([Buffer.of(ZSTD), packed]);
}

export async function decodePayload(payload: Uint8Array): Promise<readonly KeyedValue[]> {
  const text = (await unpack(payload)).toString("utf8");
  const [keys = "[]", ...values] = text.split("\n");
  return (JSON.parse(keys) as string[]).map((key, index) => ({ key, value: values[index] ?? "" }));
}

async function unpack(payload: Uint8Array): Promise<Buffer> {
  const body = payload.subarray(1);
  if (payload[0] !== ZSTD) return Buffer.from(body);
  return body.length <= SMALL_COMPRESSED ? zstdDecompressSync(body) : decompress(body);
}
