import { apiKeys } from "../../drizzle/schema/apiKey.ts";
import type { Tenant } from "../context.ts";
import type { Tx } from "../database.ts";
import { newId } from "../id.ts";
import type { Keyring } from "../keyring.ts";
import type { Role, Scope } from "../scopes.ts";
import { formatKey, newSecret } from "./format.ts";
import type { KeyGrant } from "./grant.ts";

/** A key as it is shown, without anything that opens a door. */
export interface ApiKey {
  readonly id: string;
  readonly name: string;
  readonly prefix: string;
  readonly role: Role | null;
  readonly scopes: readonly Scope[];
  readonly sources: readonly string[] | null;
  readonly ipAllow: readonly string[] | null;
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
  readonly lastUsedAt: Date | null;
  readonly createdBy: string;
  readonly createdAt: Date;
}

/** The answer to making one: the only time that the bearer text exists outside its holder. */
export type NewApiKey = ApiKey & { readonly secret: string };

export interface KeySettings extends KeyGrant {
  readonly name: string;
  readonly ipAllow: readonly string[] | null;
  readonly expiresAt: Date | null;
  readonly createdBy: string;
}

/** The MAC under which a bearer is stored: without the pepper in the keyring the table cannot be searched or guessed. */
export function macOf(keyring: Keyring, bearer: string): Buffer {
  return keyring.hmac("api-key", bearer);
}

/** Inserts a new key of the tenant in the caller's transaction. */
export async function mintKey(
  tx: Tx,
  keyring: Keyring,
  tenant: Pick<Tenant, "id" | "mode">,
  settings: KeySettings,
): Promise<NewApiKey> {
  const key = formatKey(tenant.mode, newId("key_"), newSecret());
  const shown = { ...settings, id: key.id, prefix: key.prefix, createdAt: new Date() };
  await tx.insert(apiKeys).values({
    ...shown,
    tenantId: tenant.id,
    mac: macOf(keyring, key.bearer),
    scopes: [...settings.scopes],
    sources: settings.sources && [...settings.sources],
    ipAllow: settings.ipAllow && [...settings.ipAllow],
  });
  return { ...shown, revokedAt: null, lastUsedAt: null, secret: key.bearer };
}
