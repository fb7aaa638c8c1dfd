import { LRUCache } from "lru-cache";
import type { Tenant } from "../context.ts";
import type { Keyring } from "../keyring.ts";
import type { Cache } from "../ports.ts";
import type { Scope } from "../scopes.ts";

/** A key as it is kept in process for a short while; `mac` stays, so a hit still proves the secret. */
export interface StoredKey {
  readonly id: string;
  readonly mac: Buffer;
  readonly tenant: Tenant;
  readonly active: boolean;
  readonly scopes: ReadonlySet<Scope>;
  readonly sources: readonly string[] | null;
  readonly ipAllow: readonly string[] | null;
  readonly expiresAt: Date | null;
}

interface WatchDeps {
  readonly keyring: Keyring;
  readonly cache: Cache;
}

const CHANNEL = "revoked";
const TENANTS = "tenant_changed";
const MAX_AGE_MS = 30_000;
const caches = new WeakMap<Keyring, LRUCache<string, StoredKey | "revoked">>();
const gaps = new WeakMap<Keyring, number>();

/** Keys seen in the last 30 s, one cache for each keyring. */
export function keyCache(keyring: Keyring): LRUCache<string, StoredKey | "revoked"> {
  const known = caches.get(keyring);
  if (known) return known;
  const made = new LRUCache<string, StoredKey | "revoked">({ max: 10_000, ttl: MAX_AGE_MS });
  caches.set(keyring, made);
  return made;
}

/** The mark outlives every look-up that began before the revocation, so that none puts the key back. */
export function markRevoked(keyring: Keyring, keyId: string): void {
  keyCache(keyring).set(keyId, "revoked", { ttl: 2 * MAX_AGE_MS });
}

/** Refuses the key in this process at once and tells the others. A cache that is away costs them up to 30 s. */
export async function announceRevoked(
  deps: { keyring: Keyring; cache?: Cache },
  keyId: string,
): Promise<void> {
  markRevoked(deps.keyring, keyId);
  await deps.cache?.publish(CHANNEL, keyId);
}

/** Listens for keys revoked by other processes; returns the way to stop. */
export function watchRevokedKeys({ keyring, cache }: WatchDeps): Promise<() => Promise<void>> {
  return cache.subscribe(
    CHANNEL,
    (keyId) => markRevoked(keyring, keyId),
    () => forgetKeys(keyring),
  );
}

/** Listens for tenants changed by other processes; returns the way to stop. */
export function watchChangedTenants({ keyring, cache }: WatchDeps): Promise<() => Promise<void>> {
  return cache.subscribe(TENANTS, () => forgetKeys(keyring));
}

/** What is kept of a tenant is kept with its keys: it is read anew here at once, elsewhere when this is heard. */
export async function announceChanged(
  deps: { keyring: Keyring; cache?: Cache },
  tenantId: string,
): Promise<void> {
  forgetKeys(deps.keyring);
  await deps.cache?.publish(TENANTS, tenantId);
}

/** How often revocations may have been missed; a look-up that began before the last time is not to be kept. */
export function gapsHeard(keyring: Keyring): number {
  return gaps.get(keyring) ?? 0;
}

/** After a gap any key may have been revoked unheard. The marks of those that are known to be stay. */
function forgetKeys(keyring: Keyring): void {
  gaps.set(keyring, gapsHeard(keyring) + 1);
  const keys = keyCache(keyring);
  for (const [id, key] of keys.entries()) if (key !== "revoked") keys.delete(id);
}
