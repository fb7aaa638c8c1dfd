import type { VersionedTable } from "./tables.ts";

/**
 * A versioned table for a FROM or JOIN, newest version of each row, deleted rows left out.
 * The way to read such a table: without it a query counts every version.
 */
export function latest(table: VersionedTable, alias?: string): string {
  return alias === undefined ? `{{${table}}} FINAL` : `{{${table}}} AS ${alias} FINAL`;
}

/**
 * The newest version of each row that `condition` lets through, deleted ones too: for the owner, whose next version
 * counts on from it. `key` is the table's key; a version written twice counts as it was written last.
 */
export function newest(
  table: "delivery_facts" | "failure_facts" | "attempt_exposures" | "stage_samples",
  key: string,
  condition: string,
): string {
  return `(SELECT * FROM {{${table}}} WHERE ${condition} ORDER BY version DESC, updated_at DESC LIMIT 1 BY ${key})`;
}
