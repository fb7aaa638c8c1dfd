import { badRequest, ClickHouseProblem, unsupported } from "./errors.ts";

/** Dashboards do not queue behind the pipeline's work: the two lanes have sessions of their own. */
export type Lane = "interactive" | "jobs";

export interface Insert {
  readonly table: string;
  readonly columns: readonly string[] | null;
  readonly format: InsertFormat;
  readonly body: Buffer;
}

export interface Statement {
  readonly lane: Lane;
  readonly sql: string;
  /** Set for INSERT with data; `sql` is then not run. */
  readonly insert: Insert | null;
  readonly format: string;
  /** Whether the answer can be cut anywhere between rows, so that it need not be held whole. */
  readonly streamed: boolean;
  readonly database: string | null;
  readonly settings: ReadonlyMap<string, string>;
  /** Bound parameters, as the text that ClickHouse's own HTTP interface takes. */
  readonly params: ReadonlyMap<string, string>;
}

const INSERT_FORMATS = [
  "JSONEachRow",
  "JSONCompactEachRow",
  "CSV",
  "CSVWithNames",
  "TSV",
  "TabSeparated",
] as const;
export type InsertFormat = (typeof INSERT_FORMATS)[number];

/** Formats that are one line per row and nothing else: the engine repeats head and foot of any other per chunk. */
const ROW_FORMATS: ReadonlySet<string> = new Set([
  "JSONEachRow",
  "JSONCompactEachRow",
  "JSONStringsEachRow",
  "JSONCompactStringsEachRow",
  "CSV",
  "TSV",
  "TabSeparated",
  "TSVRaw",
  "TabSeparatedRaw",
]);

/** Members of the URL that are the front's business, not the engine's. */
const OWN = new Set([
  "query",
  "query_id",
  "database",
  "default_format",
  "enable_http_compression",
  "workload",
]);
const REFUSED = new Set([
  "session_id",
  "session_timeout",
  "session_check",
  "role",
  "compress",
  "decompress",
  "quota_key",
  "stacktrace",
  "wait_end_of_query",
  "buffer_size",
  "send_progress_in_http_headers",
  "http_headers_progress_interval_ms",
]);

const IDENTIFIER = /^[A-Za-z_]\w*$/;
const INSERT = /^INSERT\s+INTO\s+(?:TABLE\s+)?([\w.`"]+)\s*(?:\(([^()]*)\)\s*)?FORMAT\s+(\w+)\s*;?\s*$/i;

/** Reads one request of ClickHouse's HTTP interface. @throws ClickHouseProblem, 501 for what is not supported. */
export function readStatement(url: URLSearchParams, body: Buffer): Statement {
  const inUrl = url.get("query");
  const insert = inUrl === null ? null : readInsert(inUrl.trim(), body);
  const text = insert ? "" : [inUrl ?? "", body.toString("utf8")].filter((part) => part !== "").join("\n");
  if (!insert && text.trim() === "") throw new ClickHouseProblem(62, "SYNTAX_ERROR", "Empty query.");
  const { sql, format } = splitFormat(text, url.get("default_format") ?? "TabSeparated");
  const reads = /^(?:SELECT|WITH|\()/i.test(withoutComments(sql));
  refuseState(sql);
  const params = readParams(url);
  requireParams(sql, params);
  return {
    lane: reads && url.get("workload") !== "jobs" ? "interactive" : "jobs",
    sql,
    insert,
    format,
    streamed: reads && ROW_FORMATS.has(format),
    database: readDatabase(url),
    settings: readSettings(url),
    params,
  };
}

function readInsert(query: string, body: Buffer): Insert | null {
  if (!/^INSERT\b/i.test(query) || body.length === 0) return null;
  const [, table, columns, name] = INSERT.exec(query) ?? [];
  const format = INSERT_FORMATS.find((known) => known === name);
  if (table === undefined) throw unsupported(`INSERT in the form "${query.slice(0, 100)}"`);
  if (format === undefined) throw unsupported(`INSERT with FORMAT ${name}`);
  const listed = columns?.split(",").map((column) => unquote(column.trim()));
  return { table: unquote(table), columns: listed ?? null, format, body };
}

function unquote(name: string): string {
  return name.replaceAll(/[`"]/g, "");
}

function splitFormat(text: string, fallback: string): { sql: string; format: string } {
  const found = /\bFORMAT\s+(\w+)\s*;?\s*$/i.exec(text);
  const format = found?.[1] ?? fallback;
  if (/Progress$/.test(format)) throw unsupported(`FORMAT ${format}`);
  return { sql: (found ? text.slice(0, found.index) : text).replace(/[;\s]+$/, ""), format };
}

function withoutComments(sql: string): string {
  return sql.replace(/^(?:\s|--[^\n]*\n|\/\*[\s\S]*?\*\/)*/, "");
}

/** Sessions are shared between requests, so nothing may stay behind in one. */
function refuseState(sql: string): void {
  const found = /^(SET|USE|CREATE\s+TEMPORARY|BEGIN|COMMIT|ROLLBACK)\b/i.exec(withoutComments(sql));
  if (found) throw unsupported(`${found[1]?.toUpperCase()}, which would outlive the request`);
}

/** The client names the default one with every request: sessions are there anyway. */
function readDatabase(url: URLSearchParams): string | null {
  const name = url.get("database");
  return name === "default" ? null : name;
}

function readParams(url: URLSearchParams): Map<string, string> {
  const params = new Map<string, string>();
  for (const [name, value] of url) {
    if (!name.startsWith("param_")) continue;
    const key = name.slice("param_".length);
    if (!IDENTIFIER.test(key)) throw badRequest(`Bad name of a query parameter: ${key}.`);
    params.set(key, value);
  }
  return params;
}

/** A value set for an earlier request must never stand in for one that is missing. */
function requireParams(sql: string, params: ReadonlyMap<string, string>): void {
  for (const [, name] of sql.matchAll(/\{\s*([A-Za-z_]\w*)\s*:\s*[A-Za-z]/g)) {
    if (name === undefined || params.has(name)) continue;
    throw new ClickHouseProblem(456, "UNKNOWN_QUERY_PARAMETER", `Substitution \`${name}\` is not set.`);
  }
}

function readSettings(url: URLSearchParams): Map<string, string> {
  const settings = new Map<string, string>();
  for (const [name, value] of url) {
    if (OWN.has(name) || name.startsWith("param_")) continue;
    if (REFUSED.has(name)) {
      if (value === "0" || value === "") continue;
      throw unsupported(`URL parameter ${name}`);
    }
    if (!IDENTIFIER.test(name)) throw badRequest(`Bad name of a setting: ${name}.`);
    settings.set(name, value);
  }
  return settings;
}
