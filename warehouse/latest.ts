import type { VersionedTable } from "./tables.ts";

/**
 * A versioned table for a FROM or JOIN, newest version of each row, deleted rows left out.
 * The only way to read such a table: without it a query counts every version.
 */
export function latest(table: VersionedTable, alias?: string): string {
  return alias === undefined ? `{{${table}}} FINAL` : `{{${table}}} AS ${alias} FINAL`;
}
