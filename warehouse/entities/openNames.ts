import type { Ctx } from "../../tenancy/context.ts";
import type { Keyring } from "../../tenancy/keyring.ts";
import { openPersonal } from "../../tenancy/personal/openPersonal.ts";
import type { EntityRow } from "../queries/entities.ts";
import type { OpenedNames } from "./toEntity.ts";

/**
 * The sealed names among the rows, for a caller that may read personal data; empty for any other. A name whose key was
 * erased is left out.
 */
export async function openNames(
  ctx: Pick<Ctx, "db" | "tenant" | "scopes">,
  keyring: Keyring,
  rows: readonly EntityRow[],
): Promise<OpenedNames> {
  const sealed = [...new Set(rows.map((row) => row.personal).filter((text) => text !== ""))];
  if (sealed.length === 0 || !ctx.scopes.has("personal:read")) return new Map();
  const opened = await openPersonal({ db: ctx.db, keyring }, ctx.tenant.id, sealed);
  return new Map(
    sealed.flatMap((text, index) => {
      const name = nameIn(opened[index] ?? null);
      return name === null ? [] : [[text, name] as const];
    }),
  );
}

/** `personal` is the JSON of the sealed members in the event's own shape. */
function nameIn(personal: string | null): string | null {
  if (personal === null) return null;
  const { data } = JSON.parse(personal) as { readonly data?: { readonly name?: unknown } };
  return typeof data?.name === "string" ? data.name : null;
}
