import { and, eq } from "drizzle-orm";
import { quarantine } from "../../drizzle/schema/quarantine.ts";
import type { Ctx } from "../../tenancy/context.ts";
import { type Tx, withTenant } from "../../tenancy/database.ts";
import { DomainError } from "../../tenancy/errors.ts";
import type { Keyring } from "../../tenancy/keyring.ts";
import { requireScope } from "../../tenancy/requireScope.ts";
import { type QuarantineItem, type QuarantineRow, toItem } from "./item.ts";
import { type Raw, readRaw } from "./readRaw.ts";

/** What was sent, as far as the caller may see it. */
export interface ShownRaw {
  /** `masked`: without `personal:read` only the shape, or what is not personal; `erased`: nobody can read it any more. */
  readonly state: "readable" | "masked" | "erased";
  /** JSON; a text for what is no JSON or is nested too deeply; null once erased. */
  readonly body: unknown;
}

export interface QuarantineDetail extends QuarantineItem {
  readonly raw: ShownRaw;
}

const MAX_SHOWN_DEPTH = 200;

/** One item with its raw body. @throws DomainError not_found */
export async function getQuarantined(
  ctx: Ctx,
  { keyring }: { readonly keyring: Keyring },
  id: string,
): Promise<QuarantineDetail> {
  requireScope(ctx, "quarantine:read");
  const row = await withTenant(ctx.db, ctx.tenant.id, (tx) => findQuarantined(tx, ctx.tenant.id, id));
  const [raw] = await readRaw(ctx, keyring, [row]);
  return { ...toItem(keyring, row), raw: show(raw ?? null, ctx.scopes.has("personal:read")) };
}

/** One of the tenant's items. @throws DomainError not_found */
export async function findQuarantined(tx: Tx, tenantId: string, id: string): Promise<QuarantineRow> {
  const [row] = await tx
    .select()
    .from(quarantine)
    .where(and(eq(quarantine.tenantId, tenantId), eq(quarantine.id, id)));
  if (row === undefined) throw new DomainError("not_found", "There is no such quarantined record.");
  return row;
}

function show(raw: Raw | null, personal: boolean): ShownRaw {
  if (raw === null) return { state: "erased", body: null };
  if (!personal) return { state: "masked", body: raw.open };
  const body = raw.json === undefined || isDeeper(raw.json, MAX_SHOWN_DEPTH) ? raw.text : raw.json;
  return { state: "readable", body };
}

/** Without recursion: what was sent may be nested as deeply as it is long. */
function isDeeper(json: unknown, depth: number): boolean {
  let level: unknown[] = [json];
  for (let at = 0; level.length > 0; at += 1) {
    if (at > depth) return true;
    level = level.flatMap((value) =>
      typeof value === "object" && value !== null ? Object.values(value) : [],
    );
  }
  return false;
}
