import { Session } from "chdb";
import type { Statement } from "./statement.ts";

export interface Summary {
  readonly read_rows: string;
  readonly read_bytes: string;
  readonly written_rows: string;
  readonly written_bytes: string;
  readonly elapsed_ns: string;
}

/** One connection to the engine. It serialises what it runs, so one request has it at a time. */
export interface Connection {
  /** Runs the statement; each chunk of the answer is handed to `write`, which says when the next may come. */
  run(statement: Statement, tag: string, write: (chunk: Uint8Array) => Promise<void>): Promise<Summary>;
  /** Ends the query that carries the tag, in whichever connection it runs. */
  kill(tag: string): Promise<void>;
  /** False when settings of a request may have stayed behind; such a connection must be closed. */
  isClean(): boolean;
  close(): void;
}

const NOTHING: Summary = {
  read_rows: "0",
  read_bytes: "0",
  written_rows: "0",
  written_bytes: "0",
  elapsed_ns: "0",
};

/** Opens a connection on the folder; `base` are the settings that every request starts from. */
export async function openConnection(
  folder: string,
  configFile: string,
  base: Readonly<Record<string, string>>,
): Promise<Connection> {
  const session = new Session(folder, { connectionArgs: [`--config-file=${configFile}`] });
  await session.queryAsync(setSql(Object.entries(base)));
  const changed = await session.queryAsync("SELECT name, value FROM system.settings WHERE changed", {
    format: "JSONEachRow",
  });
  const start = new Map(
    parseLines<{ name: string; value: string }>(changed.text()).map((row) => [row.name, row.value]),
  );
  let clean = true;
  return {
    run: async (statement, tag, write) => {
      if (statement.insert) return insert(session, statement, statement.insert);
      const undo = undoSql(statement, start);
      try {
        await prepare(session, statement);
        return await read(session, statement, tag, write);
      } catch (error) {
        // What a killed query held is only let go when its connection is used again.
        await session.queryAsync("SELECT 1");
        throw error;
      } finally {
        if (undo !== "") {
          clean = false;
          await session.queryAsync(undo);
          clean = true;
        }
        if (statement.database !== null) await session.queryAsync("USE default");
      }
    },
    kill: async (tag) => {
      await session.queryAsync(`KILL QUERY WHERE startsWith(query, ${literal(comment(tag))}) ASYNC`);
    },
    isClean: () => clean && session.open,
    close: () => session.close(),
  };
}

async function prepare(session: Session, statement: Statement): Promise<void> {
  const params = [...statement.params].map(([name, value]) => [`param_${name}`, value] as const);
  if (statement.database !== null)
    await session.queryAsync(`USE \`${statement.database.replaceAll("`", "")}\``);
  const set = setSql([...statement.settings, ...params]);
  if (set !== "") await session.queryAsync(set);
}

async function read(
  session: Session,
  { sql, format, streamed }: Statement,
  tag: string,
  write: (chunk: Uint8Array) => Promise<void>,
): Promise<Summary> {
  const text = `${comment(tag)} ${sql}`;
  if (streamed) {
    for await (const chunk of session.queryStream(text, { format })) await write(chunk.raw());
    return NOTHING;
  }
  const result = await session.queryAsync(text, { format });
  await write(result.bytes());
  return {
    ...NOTHING,
    read_rows: String(result.rowsRead),
    read_bytes: String(result.bytesRead),
    elapsed_ns: nanoseconds(result.elapsed),
  };
}

async function insert(
  session: Session,
  statement: Statement,
  into: NonNullable<Statement["insert"]>,
): Promise<Summary> {
  const result = await session.insert({
    table:
      statement.database !== null && !into.table.includes(".")
        ? `${statement.database}.${into.table}`
        : into.table,
    values: into.body,
    format: into.format,
    settings: Object.fromEntries(statement.settings),
    ...(into.columns ? { columns: into.columns } : {}),
  });
  return {
    ...NOTHING,
    written_rows: String(result.rowsWritten),
    written_bytes: String(result.bytesWritten),
    elapsed_ns: nanoseconds(result.elapsed),
  };
}

function undoSql({ settings }: Statement, start: ReadonlyMap<string, string>): string {
  const parts = [...settings.keys()].map((name) => {
    const value = start.get(name);
    return `${name} = ${value === undefined ? "DEFAULT" : literal(value)}`;
  });
  return parts.length === 0 ? "" : `SET ${parts.join(", ")}`;
}

function setSql(values: Iterable<readonly [string, string]>): string {
  const parts = [...values].map(([name, value]) => `${name} = ${literal(value)}`);
  return parts.length === 0 ? "" : `SET ${parts.join(", ")}`;
}

function literal(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}

function comment(tag: string): string {
  return `/* dfras:${tag} */`;
}

function nanoseconds(seconds: number): string {
  return String(Math.round(seconds * 1e9));
}

function parseLines<T>(text: string): T[] {
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as T);
}
