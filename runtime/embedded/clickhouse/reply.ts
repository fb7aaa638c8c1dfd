import { randomBytes } from "node:crypto";
import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Writable } from "node:stream";
import { createGzip } from "node:zlib";
import type { Summary } from "./connection.ts";
import { toProblem } from "./errors.ts";

/** The answer to one request. Its head goes out with the first chunk, so that an early error still gets its status. */
export interface Reply {
  /** Resolves when the next chunk may come. Rejects when the caller is gone. */
  write(chunk: Uint8Array): Promise<void>;
  end(summary: Summary): Promise<void>;
  fail(error: unknown): Promise<void>;
}

export function createReply(
  request: IncomingMessage,
  response: ServerResponse,
  options: { queryId: string; format: string; gzip: boolean },
): Reply {
  const tag = randomBytes(8).toString("hex");
  let out: Writable | null = null;

  const begin = (more: Record<string, string> = {}): Writable => {
    response.writeHead(200, {
      "content-type": contentType(options.format),
      "x-clickhouse-query-id": options.queryId,
      "x-clickhouse-format": options.format,
      "x-clickhouse-timezone": "UTC",
      "x-clickhouse-exception-tag": tag,
      ...(options.gzip ? { "content-encoding": "gzip" } : {}),
      ...more,
    });
    if (!options.gzip) return response;
    const gzip = createGzip({ level: 1 });
    gzip.on("error", () => request.socket.destroy());
    gzip.pipe(response);
    return gzip;
  };

  const send = async (chunk: Uint8Array | string) => {
    out ??= begin();
    if (response.destroyed) throw new Error("the caller has gone");
    if (out.write(chunk)) return;
    await Promise.race([once(out, "drain"), once(response, "close")]);
  };

  return {
    write: send,
    end: async (summary) => {
      out ??= begin({ "x-clickhouse-summary": JSON.stringify(summary) });
      out.end();
    },
    fail: async (error) => {
      const problem = toProblem(error);
      if (out === null) {
        response.writeHead(problem.status, {
          "content-type": "text/plain; charset=UTF-8",
          "x-clickhouse-query-id": options.queryId,
          "x-clickhouse-exception-code": String(problem.code),
        });
        response.end(`${problem.message}\n`);
        return;
      }
      if (response.destroyed) return;
      const text = `${problem.message}\n`;
      const length = Buffer.byteLength(text);
      const trailer = `\r\n__exception__\r\n${tag}\r\n${text}${length} ${tag}\r\n__exception__\r\n`;
      // An answer that ends well would read as complete: the connection is cut once the error is on its way.
      const cut = () => setImmediate(() => response.destroy());
      if (out === response) out.write(trailer, cut);
      else out.write(trailer, () => (out as ReturnType<typeof createGzip>).flush(cut));
    },
  };
}

function contentType(format: string): string {
  if (/^JSON.*EachRow$/.test(format)) return "application/x-ndjson; charset=UTF-8";
  if (format.startsWith("JSON")) return "application/json; charset=UTF-8";
  if (format.startsWith("CSV")) return "text/csv; charset=UTF-8";
  return "text/tab-separated-values; charset=UTF-8";
}
