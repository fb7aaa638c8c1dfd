import type { Ctx } from "../../tenancy/context.ts";
import type { Keyring } from "../../tenancy/keyring.ts";
import { openPersonal } from "../../tenancy/personal/openPersonal.ts";
import type { EventRow } from "../tables.ts";
import type { OpenedMembers } from "./toEvent.ts";

/**
 * The sealed members of an event, for a caller that may read personal data. Empty for any other, and once their key was
 * erased.
 */
export async function openMembers(
  ctx: Pick<Ctx, "db" | "tenant" | "scopes">,
  keyring: Keyring,
  row: Pick<EventRow, "personal">,
): Promise<OpenedMembers> {
  if (row.personal === "" || !ctx.scopes.has("personal:read")) return {};
  const [opened] = await openPersonal({ db: ctx.db, keyring }, ctx.tenant.id, [row.personal]);
  return opened ? (JSON.parse(opened) as OpenedMembers) : {};
}
