import { promisify } from "node:util";
import { constants, zstdCompress, zstdDecompress } from "node:zlib";
import type { LogAppend } from "../port.ts";

const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);

const PLAIN = 0;
const ZSTD = 1;
const WORTH_COMPRESSING = 1_024;
const FAST = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

export interface KeyedValue {
  readonly key: string;
  readonly value: string;
}

/**
 * One batch as a row's bytes: a codec byte, then a line with the keys and one line per value. Compressed beside the
 * event loop.
 */
export async function encodePayload(records: readonly LogAppend[]): Promise<Buffer> {
  let text = JSON.stringify(records.map((record) => record.key));
  for (const record of records) text += `\n${record.value}`;
  const bytes = Buffer.from(text);
  if (bytes.length < WORTH_COMPRESSING) return Buffer.concat([Buffer.of(PLAIN), bytes]);
  return Buffer.concat([Buffer.of(ZSTD), await compress(bytes, FAST)]);
}

export async function decodePayload(payload: Uint8Array): Promise<readonly KeyedValue[]> {
  const body = payload.subarray(1);
  const text = (payload[0] === ZSTD ? await decompress(body) : Buffer.from(body)).toString("utf8");
  const [keys = "[]", ...values] = text.split("\n");
  return (JSON.parse(keys) as string[]).map((key, index) => ({ key, value: values[index] ?? "" }));
}
