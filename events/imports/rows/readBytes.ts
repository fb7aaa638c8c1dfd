import type { Readable } from "node:stream";
import { FileProblem } from "./fileProblem.ts";

/** What a file begins with when it is no UTF-8 text, and what to do about it. */
const FOREIGN: readonly {
  readonly mark: readonly number[];
  readonly code: string;
  readonly detail: string;
}[] = [
  {
    mark: [0xff, 0xfe],
    code: "not_utf8",
    detail: "the file is UTF-16: save it again as CSV in UTF-8",
  },
  {
    mark: [0xfe, 0xff],
    code: "not_utf8",
    detail: "the file is UTF-16: save it again as CSV in UTF-8",
  },
  {
    mark: [0x50, 0x4b, 0x03, 0x04],
    code: "not_text",
    detail: "the file is a workbook or a zip archive: save the sheet as CSV in UTF-8, or unpack it",
  },
  { mark: [0x1f, 0x8b], code: "not_text", detail: "the file is compressed with gzip: unpack it" },
];
const LONGEST_MARK = 4;
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

export interface Bytes {
  /** Of the byte order mark, which is taken off. */
  readonly skipped: number;
  readonly chunks: AsyncGenerator<Buffer>;
}

/** Looks at the beginning of a stream. @throws FileProblem not_utf8, not_text for what is no UTF-8 text. */
export async function openBytes(stream: Readable): Promise<Bytes> {
  const source: AsyncIterator<Buffer | string> = stream[Symbol.asyncIterator]();
  let head: Buffer = Buffer.alloc(0);
  while (head.length < LONGEST_MARK) {
    const { value, done } = await source.next();
    if (done === true) break;
    head = Buffer.concat([head, Buffer.from(value)]);
  }
  const foreign = FOREIGN.find(({ mark }) => mark.every((byte, at) => head[at] === byte));
  const zeros = head[0] === 0 || head[1] === 0;
  if (foreign !== undefined || zeros) {
    await source.return?.();
    throw new FileProblem(foreign?.code ?? "not_text", foreign?.detail ?? NOT_TEXT);
  }
  const skipped = head.subarray(0, 3).equals(BYTE_ORDER_MARK) ? 3 : 0;
  return { skipped, chunks: chunksOf(head.subarray(skipped), source) };
}

const NOT_TEXT = "the file is no UTF-8 text: save it as CSV or NDJSON in UTF-8";

async function* chunksOf(head: Buffer, source: AsyncIterator<Buffer | string>): AsyncGenerator<Buffer> {
  try {
    if (head.length > 0) yield head;
    for (;;) {
      const { value, done } = await source.next();
      if (done === true) return;
      yield Buffer.isBuffer(value) ? value : Buffer.from(value);
    }
  } finally {
    await source.return?.();
  }
}
