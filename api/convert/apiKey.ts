import type { z } from "@hono/zod-openapi";
import type { ApiKey as Key, NewApiKey } from "../../tenancy/keys/mintKey.ts";
import type { ApiKey, ApiKeyWithSecret } from "../schemas/apiKey.ts";

const instant = (at: Date | null) => at?.toISOString() ?? null;

/** A key as the API shows it. */
export function toApiKey(key: Key): z.infer<typeof ApiKey> {
  return {
    id: key.id,
    name: key.name,
    prefix: key.prefix,
    role: key.role,
    scopes: [...key.scopes],
    sources: key.sources && [...key.sources],
    ip_allow: key.ipAllow && [...key.ipAllow],
    created_at: key.createdAt.toISOString(),
    expires_at: instant(key.expiresAt),
    revoked_at: instant(key.revokedAt),
    last_used_at: instant(key.lastUsedAt),
  };
}

/** A new key with the secret that is shown this once. */
export function toApiKeyWithSecret(key: NewApiKey): z.infer<typeof ApiKeyWithSecret> {
  return { ...toApiKey(key), secret: key.secret };
}
