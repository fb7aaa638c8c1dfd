import { sql } from "drizzle-orm";
import { quarantine } from "../../drizzle/schema/quarantine.ts";
import type { Tx } from "../../tenancy/database.ts";
import type { FieldError } from "../../tenancy/errors.ts";
import { newId } from "../../tenancy/id.ts";
import type { Keyring } from "../../tenancy/keyring.ts";
import type { ImportPlace } from "../log/envelope.ts";

/** A record that could not be taken, with why. */
export interface QuarantinedRecord {
  readonly tenantId: string;
  readonly stage: "edge" | "store";
  readonly source: string;
  readonly eventId: string;
  readonly type: string | null;
  readonly errors: readonly FieldError[];
  /** What was sent: sealed at the edge, or the log's record, whose personal members are sealed. Encrypted once more here. */
  readonly raw: string;
  readonly schemaVersion: string;
  readonly batchId: string;
  readonly requestId: string;
  /** The import that it came by. */
  readonly importId: string | null;
  readonly importPlace: ImportPlace | null;
  readonly traceparent: string | null;
}

/** What an encrypted raw body is bound to. */
export const rawAad = (tenantId: string): string => `quarantine:${tenantId}`;

/**
 * Keeps the records; one that waits already under its source, id and stage is renewed and counted, not doubled.
 * Works under the tenant's role and under the system role.
 */
export async function quarantineRecords(
  tx: Tx,
  keyring: Keyring,
  records: readonly QuarantinedRecord[],
): Promise<void> {
  const distinct = new Map(
    records.map((r) => [JSON.stringify([r.tenantId, r.source, r.eventId, r.stage]), r]),
  );
  if (distinct.size === 0) return;
  const rows = [...distinct]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, record]) => toRow(keyring, record));
  for (let at = 0; at < rows.length; at += MOST_ROWS) await insert(tx, rows.slice(at, at + MOST_ROWS));
}

/** Of one statement, whose parameters are limited. */
const MOST_ROWS = 1_000;

async function insert(tx: Tx, rows: readonly ReturnType<typeof toRow>[]): Promise<void> {
  const renewed = (column: string) => sql.raw(`excluded.${column}`);
  await tx
    .insert(quarantine)
    .values([...rows])
    .onConflictDoUpdate({
      target: [quarantine.tenantId, quarantine.source, quarantine.eventId, quarantine.stage],
      targetWhere: sql`status = 'open'`,
      set: {
        seen: sql`${quarantine.seen} + 1`,
        lastSeenAt: sql`now()`,
        type: renewed("type"),
        code: renewed("code"),
        pointer: renewed("pointer"),
        errors: renewed("errors"),
        raw: renewed("raw"),
        batchId: renewed("batch_id"),
        requestId: renewed("request_id"),
        schemaVersion: renewed("schema_version"),
        importId: renewed("import_id"),
        importFile: renewed("import_file"),
        importRow: renewed("import_row"),
        traceparent: renewed("traceparent"),
      },
    });
}

function toRow(keyring: Keyring, { importPlace, ...record }: QuarantinedRecord) {
  const [first] = record.errors;
  return {
    ...record,
    importFile: importPlace?.file ?? null,
    importRow: importPlace?.row ?? null,
    id: newId("qua_"),
    raw: keyring.encrypt(record.raw, rawAad(record.tenantId)),
    code: first?.code ?? "unknown",
    pointer: first?.pointer ?? "",
    errors: [...record.errors],
  };
}
