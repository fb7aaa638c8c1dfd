import { timingSafeEqual } from "node:crypto";
import { sql } from "drizzle-orm";
import type { Actor, Tenant } from "../context.ts";
import { type Database, withSystem } from "../database.ts";
import type { Keyring } from "../keyring.ts";
import { SCOPES, type Scope } from "../scopes.ts";
import { toTenant } from "../tenants/toTenant.ts";
import { allowsAddress } from "./allowsAddress.ts";
import { parseKey } from "./format.ts";
import { gapsHeard, keyCache, markRevoked, type StoredKey } from "./keyCache.ts";
import { macOf } from "./mintKey.ts";

export interface Principal {
  readonly tenant: Tenant;
  readonly actor: Actor;
  readonly scopes: ReadonlySet<Scope>;
  /** Sources that the key may write as; null = any. */
  readonly sources: readonly string[] | null;
}

export interface AuthenticateDeps {
  readonly db: Database;
  readonly keyring: Keyring;
  readonly now?: () => Date;
}

/**
 * Who holds this API key, or null when it is malformed, unknown, wrong, revoked, expired, of a tenant that is not
 * active, or used from an address (`remote`) outside its allow list. Keys are kept in process for at most 30 s.
 */
export async function authenticateKey(
  deps: AuthenticateDeps,
  bearer: string,
  remote?: string,
): Promise<Principal | null> {
  const parts = parseKey(bearer);
  if (!parts) return null;
  const mac = macOf(deps.keyring, bearer);
  const known = keyCache(deps.keyring).get(parts.id) ?? (await loadKey(deps, parts.id, mac));
  if (!known || known === "revoked" || !timingSafeEqual(known.mac, mac)) return null;
  const now = deps.now?.() ?? new Date();
  if (!known.active || (known.expiresAt && known.expiresAt <= now)) return null;
  if (!allowsAddress(known.ipAllow, remote)) return null;
  const { tenant, scopes, sources } = known;
  return { tenant, scopes, sources, actor: { kind: "api_key", id: known.id } };
}

type KeyRow = {
  id: string;
  mac: Buffer;
  scopes: string[];
  sources: string[] | null;
  ip_allow: string[] | null;
  expires_at: string | null;
  revoked_at: string | null;
  tenant_id: string;
  tenant_key: number;
  parent_id: string | null;
  mode: Tenant["mode"];
  placement: Tenant["placement"];
  status: string;
  late_grace_minutes: number;
  events_per_second: number | null;
};

async function loadKey(
  { db, keyring }: AuthenticateDeps,
  id: string,
  mac: Buffer,
): Promise<StoredKey | "revoked" | null> {
  const gapsBefore = gapsHeard(keyring);
  const row = await withSystem(db, "authenticate", async (tx) => {
    const [found] = await tx.execute<KeyRow>(sql`select * from find_credential(${id})`);
    if (found && timingSafeEqual(found.mac, mac)) await tx.execute(sql`select touch_api_key(${id})`);
    return found;
  });
  if (!row) return null;
  if (row.revoked_at !== null) markRevoked(keyring, id);
  const cache = keyCache(keyring);
  // Revoked here while the query ran: the mark must win over the row that was read before.
  if (cache.get(id) === "revoked") return "revoked";
  const key = toStoredKey(row);
  if (gapsHeard(keyring) === gapsBefore) cache.set(id, key);
  return key;
}

function toStoredKey(row: KeyRow): StoredKey {
  return {
    id: row.id,
    mac: row.mac,
    active: row.status === "active",
    scopes: new Set(SCOPES.filter((scope) => row.scopes.includes(scope))),
    sources: row.sources,
    ipAllow: row.ip_allow,
    expiresAt: row.expires_at === null ? null : new Date(row.expires_at),
    tenant: toTenant({
      id: row.tenant_id,
      tenantKey: row.tenant_key,
      parentId: row.parent_id,
      mode: row.mode,
      placement: row.placement,
      lateGraceMinutes: row.late_grace_minutes,
      eventsPerSecond: row.events_per_second,
    }),
  };
}
