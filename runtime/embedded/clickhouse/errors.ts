/** An error as ClickHouse words it: a number, a name, and a text that the client parses. */
export class ClickHouseProblem extends Error {
  override readonly name = "ClickHouseProblem";
  readonly code: number;
  readonly status: number;

  constructor(code: number, type: string, detail: string, status = statusOf(code)) {
    super(`Code: ${code}. DB::Exception: ${detail} (${type})`);
    this.code = code;
    this.status = status;
  }
}

/** Something that a ClickHouse server does and this interface does not. Answered with 501. */
export function unsupported(what: string): ClickHouseProblem {
  return new ClickHouseProblem(
    48,
    "NOT_IMPLEMENTED",
    `the embedded ClickHouse does not do this: ${what}.`,
    501,
  );
}

export function badRequest(detail: string): ClickHouseProblem {
  return new ClickHouseProblem(36, "BAD_ARGUMENTS", detail, 400);
}

/** Any error of the engine or of ours, with ClickHouse's code; what carries none gets 1002, as on a server. */
export function toProblem(error: unknown): ClickHouseProblem {
  if (error instanceof ClickHouseProblem) return error;
  const message = error instanceof Error ? error.message : String(error);
  const found = /Code: (\d+)\. DB::Exception: (.*)\(([A-Z][A-Z0-9_]{2,})\)/s.exec(message);
  if (!found) return new ClickHouseProblem(1002, "UNKNOWN_EXCEPTION", message);
  return new ClickHouseProblem(Number(found[1]), found[3] ?? "", (found[2] ?? "").trim());
}

const STATUS: Readonly<Record<number, number>> = {
  48: 501,
  60: 404,
  81: 404,
  159: 408,
  241: 503,
  307: 413,
  516: 403,
  1002: 500,
};
/** Errors of the query's text or of its data. */
const CALLERS_FAULT: ReadonlySet<number> = new Set([
  6, 16, 26, 27, 36, 41, 43, 46, 47, 53, 62, 72, 115, 117, 130, 386, 456, 457,
]);

function statusOf(code: number): number {
  return STATUS[code] ?? (CALLERS_FAULT.has(code) ? 400 : 500);
}
