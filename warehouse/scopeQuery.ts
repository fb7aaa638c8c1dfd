import { databaseOf, isPlacement, keyLiteral } from "./placement.ts";
import { TENANT_TABLES } from "./tables.ts";

/** Thrown for query text that could leave its tenant. A fault of the program, never of a request. */
export class UnscopedQuery extends Error {
  override readonly name = "UnscopedQuery";
}

export interface QueryScope {
  readonly database: string;
  readonly keys: readonly number[];
  /** The predicate that the text must carry: on the one tenant, or on several. */
  readonly kind: "one" | "many";
  /** Seconds after which the query is stopped. */
  readonly maxSeconds?: number;
}

/** Functions that read something other than the tables named in the text, past the filters. */
const TABLE_FUNCTIONS =
  /\b(merge|mergeTree\w*|loop|remote\w*|cluster\w*|file\w*|url\w*|s3\w*|gcs|hdfs\w*|azure\w*|mysql|postgresql|mongodb|redis|sqlite|jdbc|odbc|executable\w*|input|dictionary|dictGet\w*|joinGet\w*|view\w*|iceberg\w*|deltaLake\w*|hudi\w*|paimon\w*|timeSeries\w*|prometheus\w*|fuzz\w*|python|getSetting\w*|catboost\w*|format|null|ytsaurus|arrowFlight\w*)\s*\(/i;

const REFUSED: readonly (readonly [RegExp, string])[] = [
  [/^(?!\s*(select|with)\b)/i, "reads begin with SELECT or WITH"],
  [/\bsettings\b/i, "SETTINGS belongs to the warehouse client"],
  [/--|\/\*|#|;/, "no comments and one statement only"],
  [/[`"]/, "no quoted identifiers"],
  [/:\s*identifier\b/i, "tables and columns are no parameters"],
  [/\binto\s+outfile\b|\bformat\s+[a-z]/i, "no output clause"],
  [/\b(system|information_schema|default|pool_\d+|tenant_\d+)\s*\./i, "tables are written as {{table}}"],
  [/\b(from|join)\s+(?!numbers\b)[a-z_]\w*\s*\(/i, "no table functions"],
  [TABLE_FUNCTIONS, "no table functions"],
];

const PREDICATE = {
  one: /\btenant_key\s*=\s*\{tenant_key:\s*UInt32\}/,
  many: /\btenant_key\s+IN\s+\{tenant_keys:\s*Array\(UInt32\)\}/i,
} as const;

/**
 * Checks our own query text, writes `database.table` for every `{{table}}`, and adds the filter on tenant_key for
 * every table of the placement. Throws UnscopedQuery for text that could read past the filter, or that names a table
 * more often than tenant_key (each table read carries its predicate, each join its tenant_key).
 */
export function scopeQuery(text: string, scope: QueryScope): string {
  checkText(text, scope.kind);
  const resolved = text.replace(
    /\{\{(\w*)\}\}/g,
    (_, name: string) => `${scope.database}.${knownTable(name)}`,
  );
  const seconds = scope.maxSeconds === undefined ? [] : [`max_execution_time = ${Number(scope.maxSeconds)}`];
  const settings = [
    `additional_table_filters = ${tableFilters(scope)}`,
    // All versions of a fact lie in one partition, so that FINAL need not merge across them.
    "do_not_merge_across_partitions_select_final = 1",
    // As in SQL: an alias must not stand in for a column in WHERE, least of all for tenant_key.
    "prefer_column_name_to_alias = 1",
    ...seconds,
  ];
  return `${resolved}\nSETTINGS ${settings.join(", ")}`;
}

function checkText(text: string, kind: QueryScope["kind"]): void {
  for (const [pattern, why] of REFUSED) {
    if (pattern.test(text)) throw new UnscopedQuery(`query refused: ${why}: ${text.trim().slice(0, 120)}`);
  }
  if (!PREDICATE[kind].test(text))
    throw new UnscopedQuery(`query without its tenant_key predicate: ${text.trim().slice(0, 120)}`);
  const reads = text.match(/\{\{/g)?.length ?? 0;
  const mentions = text.match(/(?<!\{)\btenant_key\b/g)?.length ?? 0;
  if (reads > mentions)
    throw new UnscopedQuery(`${reads} tables but tenant_key ${mentions} times: ${text.trim().slice(0, 120)}`);
}

function knownTable(name: string): string {
  const table = TENANT_TABLES.find((known) => known === name);
  if (table === undefined) throw new UnscopedQuery(`no tenant table is named ${name}`);
  return table;
}

/** The keys must be `database.table`: an unqualified one filters nothing and says nothing. */
function tableFilters({ database, keys, kind }: QueryScope): string {
  if (!isPlacement(database)) throw new UnscopedQuery(`not a placement: ${database}`);
  if (keys.length === 0 || (kind === "one" && keys.length !== 1))
    throw new UnscopedQuery("no tenant to read as");
  const literals = keys.map(keyLiteral);
  const filter = kind === "one" ? `tenant_key = ${literals[0]}` : `tenant_key IN (${literals.join(",")})`;
  return `{${TENANT_TABLES.map((table) => `'${database}.${table}':'${filter}'`).join(",")}}`;
}

/** Tenants by database, at most `size` in a group, so that no filter outgrows the longest query. */
export function groupByDatabase<T extends Parameters<typeof databaseOf>[0]>(
  tenants: readonly T[],
  size = 500,
): readonly { readonly database: string; readonly tenants: readonly T[] }[] {
  const byDatabase = Map.groupBy(tenants, databaseOf);
  return [...byDatabase].flatMap(([database, all]) => {
    const unique = [...new Map(all.map((tenant) => [tenant.key, tenant])).values()];
    return Array.from({ length: Math.ceil(unique.length / size) }, (_, i) => ({
      database,
      tenants: unique.slice(i * size, (i + 1) * size),
    }));
  });
}
