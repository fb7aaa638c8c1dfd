import ipaddr from "ipaddr.js";
import { writeAudit } from "../audit/writeAudit.ts";
import type { Ctx } from "../context.ts";
import { withTenant } from "../database.ts";
import { DomainError } from "../errors.ts";
import type { Keyring } from "../keyring.ts";
import { requireScope } from "../requireScope.ts";
import { type KeyGrantInput, requireWithin, resolveGrant } from "./grant.ts";
import { mintKey, type NewApiKey } from "./mintKey.ts";

export interface CreateKeyInput extends KeyGrantInput {
  readonly name: string;
  /** Addresses and CIDR ranges from which the key may be used; absent or null = any. */
  readonly ipAllow?: readonly string[] | null | undefined;
  readonly expiresAt?: Date | null | undefined;
}

/**
 * Makes a key of the caller's tenant. Its `secret` is the whole bearer text and is never shown again.
 * Needs `api-keys:write`; a key cannot get scopes or sources that its maker lacks.
 */
export async function createKey(
  ctx: Ctx,
  deps: { keyring: Keyring },
  input: CreateKeyInput,
): Promise<NewApiKey> {
  requireScope(ctx, "api-keys:write");
  const grant = resolveGrant(input);
  requireWithin(ctx, grant);
  requireRanges(input.ipAllow ?? []);
  return withTenant(ctx.db, ctx.tenant.id, async (tx) => {
    const key = await mintKey(tx, deps.keyring, ctx.tenant, {
      ...grant,
      name: input.name,
      ipAllow: input.ipAllow ?? null,
      expiresAt: input.expiresAt ?? null,
      createdBy: ctx.actor.id,
    });
    await writeAudit(tx, ctx, {
      action: "api_key.created",
      target: key.id,
      details: { name: key.name, role: key.role, scopes: key.scopes, sources: key.sources },
    });
    return key;
  });
}

function requireRanges(ranges: readonly string[]): void {
  ranges.forEach((range, index) => {
    if (ipaddr.isValid(range) || ipaddr.isValidCIDR(range)) return;
    const detail = "An IP address or a CIDR range.";
    throw new DomainError("invalid_request", detail, {
      errors: [{ code: "invalid_format", pointer: `/ip_allow/${index}`, detail }],
    });
  });
}
