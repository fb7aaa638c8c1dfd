import { and, eq, sql } from "drizzle-orm";
import { importFiles, imports } from "../../drizzle/schema/import.ts";
import { writeAudit } from "../../tenancy/audit/writeAudit.ts";
import type { Ctx } from "../../tenancy/context.ts";
import { type Tx, withTenant } from "../../tenancy/database.ts";
import { DomainError, type FieldError } from "../../tenancy/errors.ts";
import { requireScope } from "../../tenancy/requireScope.ts";
import { innerName } from "./files/fileName.ts";
import { type Import, mappingOf } from "./import.ts";
import { compileMapping } from "./map/compileMapping.ts";
import { nameMatches } from "./map/matchName.ts";
import type { Mapping } from "./mapping.ts";
import { findPreset } from "./presets/presets.ts";
import { findImport, type ImportRow, readImport } from "./readImports.ts";

type FileRow = typeof importFiles.$inferSelect;

/**
 * Hands an import over to the workers: its files are whole and durable, and each has its rule. Started again, it stays
 * as it is. @throws DomainError not_found; conflict when it has ended or a file is not complete; unprocessable when
 * there is no file, one that no rule is for, or one of the preset is missing.
 */
export async function startImport(ctx: Ctx, id: string): Promise<Import> {
  requireScope(ctx, "imports:write");
  const tenantId = ctx.tenant.id;
  return withTenant(ctx.db, tenantId, async (tx) => {
    const row = await findImport(tx, tenantId, id, { lock: true });
    if (row.state === "created") await queue(tx, ctx, row);
    else if (row.state === "cancelled" || row.state === "failed" || row.state === "finished")
      throw new DomainError("conflict", `The import is ${row.state}: create another one.`);
    return readImport(tx, tenantId, id);
  });
}

async function queue(tx: Tx, ctx: Ctx, row: ImportRow): Promise<void> {
  const ofImport = and(eq(importFiles.tenantId, row.tenantId), eq(importFiles.importId, row.id));
  const files = await tx.select().from(importFiles).where(ofImport);
  const order = orderFiles(files, mappingOf(row));
  requireComplete(files);
  requireAll(files, row.preset);
  for (const [position, name] of order.entries())
    await tx
      .update(importFiles)
      .set({ position })
      .where(and(ofImport, eq(importFiles.name, name)));
  await tx
    .update(imports)
    .set({ state: "queued", startedAt: sql`now()` })
    .where(and(eq(imports.tenantId, row.tenantId), eq(imports.id, row.id)));
  const details = { files: order, bytes: files.reduce((sum, { bytes }) => sum + bytes, 0) };
  await writeAudit(tx, ctx, { action: "import.started", target: row.id, details });
}

/** Names in the order of the mapping's rules, those of one rule by name. @throws for a file that no rule is for. */
function orderFiles(files: readonly FileRow[], mapping: Mapping): readonly string[] {
  const compiled = compileMapping(mapping);
  const ruleOf = (name: string) => compiled.fileFor(innerName(name))?.order ?? -1;
  const unknown = files.filter(({ name }) => ruleOf(name) < 0);
  const rules = mapping.files.map(({ match }) => match).join(", ");
  refuse(
    "unprocessable",
    unknown.map(({ name }) => problemOf(name, "unknown_file", `no rule is for ${name}; there are: ${rules}`)),
  );
  if (files.length === 0)
    refuse("unprocessable", [problemOf("", "required", `put at least one file first: ${rules}`)]);
  return files
    .map(({ name }) => ({ name, rule: ruleOf(name) }))
    .toSorted((a, b) => a.rule - b.rule || (a.name < b.name ? -1 : 1))
    .map(({ name }) => name);
}

function requireComplete(files: readonly FileRow[]): void {
  const partial = files.filter(({ complete }) => !complete);
  refuse(
    "conflict",
    partial.map(({ name, bytes, totalBytes }) =>
      problemOf(name, "incomplete_file", `${name} has ${bytes} of ${totalBytes ?? "unknown"} bytes`),
    ),
  );
}

function requireAll(files: readonly FileRow[], preset: string | null): void {
  const wanted = preset === null ? [] : (findPreset(preset)?.files ?? []);
  const missing = wanted.filter(
    (file) => file.required && !files.some(({ name }) => nameMatches(file.name, innerName(name))),
  );
  refuse(
    "unprocessable",
    missing.map(({ name }) => problemOf(name, "missing_file", `the preset needs ${name}`)),
  );
}

function problemOf(name: string, code: string, detail: string): FieldError {
  return { code, pointer: name === "" ? "/files" : `/files/${name}`, detail };
}

function refuse(code: "conflict" | "unprocessable", errors: readonly FieldError[]): void {
  const [first] = errors;
  if (first) throw new DomainError(code, `The import cannot start: ${first.detail}.`, { errors });
}
