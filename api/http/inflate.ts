import { promisify } from "node:util";
import { brotliDecompress, constants, gunzip, zstdDecompress } from "node:zlib";
import { DomainError } from "../../tenancy/errors.ts";

/** Inflating ends at `maxOutputLength`: of a bomb no more than that is ever made. */
type Inflate = (sent: Uint8Array, options: { maxOutputLength: number }) => Promise<Buffer>;

/** A frame may ask for a window of 128 MB, however little it holds; 8 MB is more than a whole body. */
const ZSTD_WINDOW_LOG = 23;
const zstd = promisify(zstdDecompress);
const INFLATERS: ReadonlyMap<string, Inflate> = new Map<string, Inflate>([
  ["gzip", promisify(gunzip)],
  [
    "zstd",
    (sent, more) => zstd(sent, { ...more, params: { [constants.ZSTD_d_windowLogMax]: ZSTD_WINDOW_LOG } }),
  ],
  ["br", promisify(brotliDecompress)],
]);
const NAMES = [...INFLATERS.keys()].join(", ");

/** More would only wait for each other: threads that inflate are four. */
const AT_ONCE = 8;
let running = 0;
const waiting: (() => void)[] = [];

/** The encoding that a header names, or null for none. @throws DomainError unsupported_media_type */
export function readEncoding(header: string | undefined): string | null {
  const name = header?.trim().toLowerCase();
  if (!name || name === "identity") return null;
  if (INFLATERS.has(name)) return name;
  const detail = name.includes(",")
    ? `A body may be encoded once only: Content-Encoding is one of ${NAMES}.`
    : `Content-Encoding may be ${NAMES}.`;
  throw new DomainError("unsupported_media_type", detail);
}

/**
 * Inflates a body that becomes at most `maxBytes`; few at a time, the others wait. @throws DomainError too_large,
 * invalid_request for bytes that are not of the encoding.
 */
export async function inflate(sent: Uint8Array, encoding: string, maxBytes: number): Promise<Buffer> {
  const inflater = INFLATERS.get(encoding);
  if (!inflater) throw new Error(`no inflater for ${encoding}`);
  if (running >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
  running += 1;
  try {
    return await inflater(sent, { maxOutputLength: maxBytes });
  } catch (error) {
    if (error instanceof RangeError) throw bodyTooLarge(maxBytes);
    const window = encoding === "zstd" ? " with a window of 8 MB at most" : "";
    throw new DomainError("invalid_request", `The body does not inflate as ${encoding}${window}.`);
  } finally {
    running -= 1;
    waiting.shift()?.();
  }
}

export function bodyTooLarge(maxBytes: number): DomainError {
  return new DomainError(
    "too_large",
    `A body may hold ${maxBytes} bytes at most, also inflated: send it in parts.`,
  );
}
