import { readFileSync } from "node:fs";
import { createImporting, type ImportObject } from "../../tests/harness/importing.ts";
import type { Product } from "../../tests/harness/product.ts";

/** Orders with a note of so many bytes, as the lines of a CSV whose size comes to about `bytes`. */
export interface BulkFile {
  readonly bytes: number;
  readonly noteBytes: number;
}

export interface BulkFigures {
  readonly bytes: number;
  readonly rows: number;
  readonly uploadSeconds: number;
  /** From the start until all rows were read and their events accepted. */
  readonly readSeconds: number;
  /** From the start until all was stored and folded. */
  readonly storedSeconds: number;
  /** Resident memory of the product's process, MiB. */
  readonly before: number;
  readonly peak: number;
  readonly peakOfUpload: number;
  readonly ended: ImportObject;
}

export const BULK_MAPPING = {
  source: "bulk",
  files: [
    {
      match: "*.csv",
      format: "csv",
      events: [
        {
          members: {
            type: { const: "order.created" },
            id: { template: "order-{order_id}" },
            order_id: { column: "order_id" },
            occurred_at: { column: "ordered_at", as: "time" },
            "data.promised_by": { column: "promised_by", as: "time" },
            "data.remark": { column: "remark" },
          },
        },
      ],
    },
  ],
};

const HEADER = "order_id,ordered_at,promised_by,remark\n";
const WORDS = "left at the gate, or with the neighbour; call before you come. ";

/** The file's pieces, one row each; made as they are taken. */
export function* bulkRows({ bytes, noteBytes }: BulkFile, count = { rows: 0, bytes: 0 }): Generator<Buffer> {
  const note = WORDS.repeat(Math.ceil(noteBytes / WORDS.length)).slice(0, noteBytes);
  yield take(HEADER, count);
  while (count.bytes < bytes) {
    count.rows += 1;
    yield take(`O-${count.rows},2025-03-01T08:00:00Z,2025-03-05T08:00:00Z,"${note}"\n`, count);
  }
}

function take(text: string, count: { bytes: number }): Buffer {
  const piece = Buffer.from(text);
  count.bytes += piece.length;
  return piece;
}

/** Uploads such a file as it is made, imports it, and watches the memory of the product's process meanwhile. */
export async function importBulk(product: Product, key: string, file: BulkFile): Promise<BulkFigures> {
  const importing = await createImporting(async () => product.api, key, {
    mapping: BULK_MAPPING,
    as_of: "2025-03-02T00:00:00Z",
  });
  const memory = watchMemory(product.process.pid ?? 0);
  const count = { rows: 0, bytes: 0 };
  const started = performance.now();
  const put = await importing.put("orders.csv", ReadableStream.from(bulkRows(file, count)));
  if (!put.ok) throw new Error(`${put.status} ${await put.text()}`);
  const uploaded = performance.now();
  const peakOfUpload = memory.peak();
  const start = await importing.start();
  if (!start.ok) throw new Error(`${start.status} ${await start.text()}`);
  let read = 0;
  for (;;) {
    const now = await importing.read();
    if (read === 0 && now.state !== "queued" && now.state !== "running") read = performance.now();
    if (["finished", "failed", "cancelled"].includes(now.state)) {
      const ended = performance.now();
      return {
        ...count,
        uploadSeconds: (uploaded - started) / 1_000,
        readSeconds: (read - uploaded) / 1_000,
        storedSeconds: (ended - uploaded) / 1_000,
        peakOfUpload,
        ...memory.stop(),
        ended: now,
      };
    }
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

function watchMemory(pid: number) {
  const before = residentMemory(pid);
  let peak = before;
  const timer = setInterval(() => {
    peak = Math.max(peak, residentMemory(pid));
  }, 25);
  return {
    peak: () => peak,
    stop() {
      clearInterval(timer);
      return { before, peak };
    },
  };
}

function residentMemory(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1_024);
}
