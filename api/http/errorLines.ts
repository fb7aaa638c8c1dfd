import type { ImportErrorLine } from "../../drizzle/schema/import.ts";

interface ErrorFile {
  readonly truncated: boolean;
  readonly pages: AsyncIterable<readonly ImportErrorLine[]>;
}

/** The lines as NDJSON, page by page as the caller takes them. */
export function streamErrorLines(file: ErrorFile): ReadableStream<Uint8Array> {
  return ReadableStream.from(toBytes(file));
}

async function* toBytes({ truncated, pages }: ErrorFile): AsyncGenerator<Uint8Array> {
  for await (const lines of pages) yield toLines(lines);
  if (truncated) yield toLines([{ truncated: true, detail: "There were more errors; these are the first." }]);
}

function toLines(items: readonly object[]): Uint8Array {
  return Buffer.from(items.map((item) => `${JSON.stringify(item)}\n`).join(""));
}
