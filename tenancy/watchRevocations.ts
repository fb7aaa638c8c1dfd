import type { Keyring } from "./keyring.ts";
import { watchChangedTenants, watchRevokedKeys } from "./keys/keyCache.ts";
import { watchErasures } from "./personal/dataKeys.ts";
import type { Cache } from "./ports.ts";

/** Heeds what other processes revoke, change or erase; every process calls it once at its start. Returns the way to stop. */
export async function watchRevocations(deps: {
  keyring: Keyring;
  cache: Cache;
}): Promise<() => Promise<void>> {
  const stops = await Promise.all([watchRevokedKeys(deps), watchChangedTenants(deps), watchErasures(deps)]);
  return async () => {
    await Promise.all(stops.map((stop) => stop()));
  };
}
