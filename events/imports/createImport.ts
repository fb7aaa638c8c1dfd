import { and, eq, inArray, sql } from "drizzle-orm";
import { imports } from "../../drizzle/schema/import.ts";
import { writeAudit } from "../../tenancy/audit/writeAudit.ts";
import type { Ctx } from "../../tenancy/context.ts";
import { type Tx, withTenant } from "../../tenancy/database.ts";
import { DomainError } from "../../tenancy/errors.ts";
import { newId } from "../../tenancy/id.ts";
import { requireScope } from "../../tenancy/requireScope.ts";
import { MAX_UNFINISHED_IMPORTS } from "../limits.ts";
import type { Import } from "./import.ts";
import { checkMapping } from "./map/checkMapping.ts";
import type { Mapping } from "./mapping.ts";
import { findPreset } from "./presets/presets.ts";
import { readImport } from "./readImports.ts";

export interface CreateImportInput {
  /** Either a preset's name or a mapping. */
  readonly preset?: string | undefined;
  readonly mapping?: unknown;
  /** The time that the files speak of; open promises are judged by it. RFC 3339. */
  readonly as_of?: string | undefined;
  /** Whether webhooks tell of the failures found; false unless told. */
  readonly notify?: boolean | undefined;
  /** What the events are from, instead of what the mapping says. */
  readonly source?: string | undefined;
}

/**
 * Makes an import that waits for its files. @throws DomainError `unprocessable` for a mapping that cannot work or an
 * unknown preset, `conflict` above 10 imports that have not ended.
 */
export async function createImport(ctx: Ctx, input: CreateImportInput): Promise<Import> {
  requireScope(ctx, "imports:write");
  const tenantId = ctx.tenant.id;
  const mapping = mappingOf(input);
  const row = {
    tenantId,
    id: newId("imp_"),
    preset: input.preset ?? null,
    mapping: input.source === undefined ? mapping : { ...mapping, source: input.source },
    asOf: input.as_of === undefined ? null : asOfOf(input.as_of),
    notify: input.notify ?? false,
    createdBy: ctx.actor.id,
    sources: ctx.sources,
  };
  return withTenant(ctx.db, tenantId, async (tx) => {
    await requireRoom(tx, tenantId);
    await tx.insert(imports).values(row);
    const { preset, notify } = row;
    const details = { preset, notify, as_of: row.asOf?.toISOString() ?? null };
    await writeAudit(tx, ctx, { action: "import.created", target: row.id, details });
    return readImport(tx, tenantId, row.id);
  });
}

function mappingOf({ preset, mapping }: CreateImportInput): Mapping {
  if ((preset === undefined) === (mapping === undefined))
    throw refused("/preset", "required", "Give either a preset or a mapping.");
  if (preset === undefined) return checkMapping(mapping);
  const found = findPreset(preset);
  if (found) return found.mapping;
  throw refused("/preset", "unknown_preset", "There is no such preset; GET /v1/import-presets lists them.");
}

/** A time to come would call promises late that may still be kept. */
function asOfOf(text: string): Date {
  const asOf = new Date(text);
  if (asOf.getTime() > Date.now()) throw refused("/as_of", "out_of_range", "as_of is in the future.");
  return asOf;
}

function refused(pointer: string, code: string, detail: string): DomainError {
  return new DomainError("unprocessable", detail, { errors: [{ code, pointer, detail }] });
}

/** Counts under a lock of the tenant's own, so that two creations at once cannot both take the last place. */
async function requireRoom(tx: Tx, tenantId: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`imports/${tenantId}`}, 0))`);
  const unfinished = ["created", "queued", "running", "settling"] as const;
  const count = await tx.$count(
    imports,
    and(eq(imports.tenantId, tenantId), inArray(imports.state, [...unfinished])),
  );
  if (count < MAX_UNFINISHED_IMPORTS) return;
  const detail = `A tenant has at most ${MAX_UNFINISHED_IMPORTS} imports that have not ended: wait for one, or delete one.`;
  throw new DomainError("conflict", detail, {
    errors: [{ code: "too_many_imports", pointer: "", detail }],
  });
}
