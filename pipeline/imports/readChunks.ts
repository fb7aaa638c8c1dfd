import type { ImportErrorLine } from "../../drizzle/schema/import.ts";
import type { InboundRecord } from "../../events/accept/readRecords.ts";
import type { CompiledFile } from "../../events/imports/map/compileMapping.ts";
import type { Row } from "../../events/imports/rows/row.ts";
import { MAX_EVENTS_PER_REQUEST } from "../../events/limits.ts";

/** Some rows of a file, whole, as the events they tell of. */
export interface Chunk {
  /** `index` is the position here. */
  readonly records: readonly InboundRecord[];
  /** The row of each record. */
  readonly rowOf: readonly number[];
  /** Rows that gave no event at all because they could not be read. */
  readonly broken: readonly ImportErrorLine[];
  /** Number of the last row, and where it ends in the file. */
  readonly rowsRead: number;
  readonly bytesRead: number;
}

/** Bounds of a chunk beside its events: of large rows few are in memory, and rows may tell of nothing. */
const MAX_CHUNK_BYTES = 2_000_000;
const MAX_CHUNK_ROWS = 5_000;

/** Maps rows to events, chunk by chunk; no chunk is empty of rows. */
export async function* readChunks(
  name: string,
  rows: AsyncIterable<Row>,
  file: CompiledFile,
): AsyncGenerator<Chunk> {
  let chunk = newChunk();
  for await (const row of rows) {
    add(chunk, name, row, file);
    const { records, count, bytes } = chunk;
    if (records.length >= MAX_EVENTS_PER_REQUEST || bytes >= MAX_CHUNK_BYTES || count >= MAX_CHUNK_ROWS) {
      yield chunk;
      chunk = newChunk();
    }
  }
  if (chunk.count > 0) yield chunk;
}

const newChunk = () => ({
  records: [] as InboundRecord[],
  rowOf: [] as number[],
  broken: [] as ImportErrorLine[],
  rowsRead: 0,
  bytesRead: 0,
  count: 0,
  bytes: 0,
});

function add(chunk: ReturnType<typeof newChunk>, name: string, row: Row, file: CompiledFile): void {
  chunk.count += 1;
  chunk.bytes += row.raw.length;
  chunk.rowsRead = row.number;
  chunk.bytesRead = row.bytes;
  if (row.error) {
    chunk.broken.push({ file: name, row: row.number, errors: [row.error] });
    return;
  }
  for (const mapped of file.map(row)) {
    chunk.records.push(toRecord(chunk.records.length, mapped, row.raw));
    chunk.rowOf.push(row.number);
  }
}

/** What could not be mapped keeps the row's text, for quarantine; else the text is that of the event. */
function toRecord(
  index: number,
  mapped: ReturnType<CompiledFile["map"]>[number],
  raw: string,
): InboundRecord {
  const { json } = mapped;
  if ("error" in mapped && mapped.error) return { index, json, raw, error: mapped.error };
  return {
    index,
    json,
    get raw() {
      return JSON.stringify(json);
    },
  };
}
