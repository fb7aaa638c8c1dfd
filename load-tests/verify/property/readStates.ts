import type { InsideStores } from "../insideStores.ts";

/** What a tenant's events came to, as sorted lines of text by section: comparable between tenants. */
export type FinalState = Readonly<Record<string, readonly string[]>>;

export interface Subject {
  /** Id of the sandbox. */
  readonly tenantId: string;
  readonly key: number;
}

type Row = Readonly<Record<string, unknown>>;
type ByKey = ReadonlyMap<number, readonly Row[]>;

const OWN = "tenant_key, version, is_deleted, content_hash, caused_by, updated_at";
const STATEMENTS = {
  events: `SELECT * EXCEPT (received_at, stored_at, batch_id, log_topic, log_partition, log_offset, content_hash, personal)
    FROM pool_00.events WHERE tenant_key IN {keys:Array(UInt32)}`,
  by_time: `SELECT * EXCEPT (log_topic, log_partition, log_offset)
    FROM pool_00.events_by_time WHERE tenant_key IN {keys:Array(UInt32)}`,
  identities: `SELECT tenant_key, toString(id_hash) AS hash, delivery_id
    FROM pool_00.event_identity WHERE tenant_key IN {keys:Array(UInt32)}`,
  deliveries: `SELECT * EXCEPT (version, is_deleted, content_hash, caused_by, updated_at, failure_ids)
    FROM pool_00.delivery_facts FINAL WHERE is_deleted = 0 AND tenant_key IN {keys:Array(UInt32)}`,
  failures: `SELECT * FROM pool_00.failure_facts FINAL WHERE is_deleted = 0 AND tenant_key IN {keys:Array(UInt32)}`,
  evidence: `SELECT * EXCEPT (version, is_deleted, evidence_id)
    FROM pool_00.correlation_facts FINAL WHERE is_deleted = 0 AND tenant_key IN {keys:Array(UInt32)}`,
} as const;

/** Reads all subjects at once, behind the API. Of failures only what the fold says, unless `analyses` are asked for. */
export async function readStates(
  inside: InsideStores,
  subjects: readonly Subject[],
): Promise<ReadonlyMap<number, FinalState>> {
  const keys = subjects.map(({ key }) => key);
  const names = Object.keys(STATEMENTS) as (keyof typeof STATEMENTS)[];
  const tables = await Promise.all(names.map((name) => inside.select<Row>(STATEMENTS[name], { keys })));
  const of = Object.fromEntries(
    names.map((name, n) => [name, Map.groupBy(tables[n] ?? [], ({ tenant_key }) => Number(tenant_key))]),
  ) as unknown as Readonly<Record<keyof typeof STATEMENTS, ByKey>>;
  const ids = subjects.map(({ tenantId }) => tenantId);
  const quarantined = await inside.sql<{ tenant_id: string; line: string }[]>`
    SELECT tenant_id, concat_ws(' ', stage, status, source, event_id, code) AS line
    FROM quarantine WHERE tenant_id IN ${inside.sql(ids)}`;
  const messages = await inside.sql<MessageRow[]>`
    SELECT tenant_id, id, type, object_id, version FROM webhook_messages WHERE tenant_id IN ${inside.sql(ids)}
    ORDER BY version`;
  return new Map(
    subjects.map(({ key, tenantId }) => {
      const failures = of.failures.get(key) ?? [];
      const open = failures.filter(({ status }) => status === "open");
      const names = new Map(open.map((row) => [String(row["failure_id"]), nameOf(row)]));
      const state = {
        events: toLines(of.events.get(key)),
        events_by_time: toLines(of.by_time.get(key)),
        identities: toLines(of.identities.get(key)),
        deliveries: toLines(of.deliveries.get(key)),
        failures: toLines(open.map(foldedPart)),
        analyses: toLines(open.map(analysedPart)),
        evidence: toLines(evidenceOf(of.evidence.get(key), names)),
        quarantine: quarantined
          .filter((row) => row.tenant_id === tenantId)
          .map(({ line }) => line)
          .toSorted(),
        messages: tellMessages(
          messages.filter((row) => row.tenant_id === tenantId),
          failures,
        ),
      };
      return [key, state];
    }),
  );
}

interface MessageRow {
  readonly tenant_id: string;
  readonly id: string;
  readonly type: string;
  readonly object_id: string;
  readonly version: number;
}

const nameOf = (row: Row) => `${row["delivery_id"]} ${row["kind"]} ${row["attempt"]}`;

function toLines(rows: readonly Row[] = []): string[] {
  return rows.map(({ tenant_key: _own, ...rest }) => JSON.stringify(rest)).toSorted();
}

const ANALYSED = new Set([
  "analysis",
  "analysis_status",
  "determined",
  "primary_cause",
  "family",
  "confidence",
  "confidence_low",
  "confidence_high",
  "corroborated",
  "model_version",
  "recommendations",
]);
const OF_TENANT = new Set(["failure_id", "aliases", "detected_at", ...OWN.split(", ")]);

function foldedPart(row: Row): Row {
  return Object.fromEntries(
    Object.entries(row).filter(([name]) => !ANALYSED.has(name) && !OF_TENANT.has(name)),
  );
}

/**
 * Without what tells of the way: when it was made, what it was before, what was told of it. Ids of evidence follow from
 * the tenant, and items of equal weight are in the order of their ids, in the narrative too.
 */
function analysedPart(row: Row): Row {
  const text = String(row["analysis"]).replaceAll(/"evd_\w+"/g, '"evd"');
  const { analyzedAt, changedBecause, told, narrative, evidence, ...analysis } =
    text === "" ? {} : JSON.parse(text);
  return { name: nameOf(row), analysis, evidence: toLines(evidence), narrated: Boolean(narrative) };
}

/** A withdrawn failure may have the name of an open one, hence by id. */
function evidenceOf(rows: readonly Row[] = [], open: ReadonlyMap<string, string>): Row[] {
  return rows.flatMap(({ failure_id, ...rest }) => {
    const name = open.get(String(failure_id));
    return name === undefined ? [] : [{ name, ...rest }];
  });
}

/**
 * What was told of each open failure, without versions: these follow from how often it changed on the way. A line
 * beginning with `!` is a fault by itself.
 */
function tellMessages(messages: readonly MessageRow[], failures: readonly Row[]): string[] {
  const of = Map.groupBy(messages, ({ object_id }) => object_id);
  const known = new Set(failures.map((row) => String(row["failure_id"])));
  const strangers = messages
    .filter(({ object_id }) => !known.has(object_id))
    .map(({ object_id }) => `! of unknown ${object_id}`);
  const keys = messages.map(({ type, object_id, version }) => `${type} ${object_id} ${version}`);
  const twice = keys.length === new Set(keys).size ? [] : ["! one version told twice"];
  const lines = failures.flatMap((row) => {
    const told = of.get(String(row["failure_id"])) ?? [];
    const count = (type: string) => told.filter((message) => message.type === type).length;
    const name = nameOf(row);
    if (count("failure.detected") !== 1) return [`! ${name} detected ${count("failure.detected")} times`];
    if (row["status"] === "withdrawn")
      return count("failure.withdrawn") === 0 ? [`! ${name} withdrawn untold`] : [];
    return [`${name} detected 1, analyzed ${count("failure.analyzed")}`];
  });
  return [...strangers, ...twice, ...lines].toSorted();
}

/** Sections that do not depend on when things came; the others are compared only where the clock stood still. */
const TIMELESS = [
  "events",
  "events_by_time",
  "identities",
  "deliveries",
  "failures",
  "quarantine",
  "messages",
];

/** The lines that only one of the states has, the first few of each section. */
export function diffStates(calm: FinalState, found: FinalState, still: boolean): string[] {
  const sections = Object.keys(calm).filter((name) => still || TIMELESS.includes(name));
  return sections.flatMap((name) => {
    const [a, b] = [calm[name] ?? [], found[name] ?? []];
    const [missing, surplus] = [minus(a, b), minus(b, a)];
    const faults = name === "messages" ? [...a, ...b].filter((line) => line.startsWith("!")) : [];
    return [
      ...missing.slice(0, MOST_TOLD).map((line, n) => `${name}: missing ${where(line, surplus[n])}`),
      ...surplus.slice(0, MOST_TOLD).map((line, n) => `${name}: surplus ${where(line, missing[n])}`),
      ...faults.slice(0, MOST_TOLD),
    ];
  });
}

const MOST_TOLD = 4;

/** The beginning of a long line, and the place where it differs from the other one. */
function where(line: string, other = ""): string {
  let at = 0;
  while (at < line.length && line[at] === other[at]) at += 1;
  return at < 100 ? line.slice(0, 400) : `${line.slice(0, 60)} … ${line.slice(at - 60, at + 240)}`;
}

/** What `a` has more often than `b`. */
function minus(a: readonly string[], b: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const line of b) left.set(line, (left.get(line) ?? 0) + 1);
  return a.filter((line) => {
    const count = left.get(line) ?? 0;
    left.set(line, count - 1);
    return count <= 0;
  });
}
