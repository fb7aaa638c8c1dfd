import { tenants } from "../../drizzle/schema/tenant.ts";
import { writeAudit } from "../audit/writeAudit.ts";
import type { Actor, Placement, Tenant } from "../context.ts";
import { type Database, type Tx, withSystem } from "../database.ts";
import { DomainError } from "../errors.ts";
import { newId } from "../id.ts";
import type { Keyring } from "../keyring.ts";
import { resolveGrant } from "../keys/grant.ts";
import { mintKey, type NewApiKey } from "../keys/mintKey.ts";
import { isUniqueViolation } from "../pgError.ts";
import type { PreparePlacement } from "../ports.ts";
import { type TenantDetails, toTenantDetails } from "./tenantDetails.ts";

export interface CreateTenantDeps {
  readonly db: Database;
  readonly keyring: Keyring;
  readonly prepare: PreparePlacement;
  readonly requestId?: string;
}

export interface CreateTenantInput {
  readonly name: string;
  /** Lower-case letters, digits and hyphens; unique among tenants. */
  readonly slug: string;
  readonly placement: Placement;
}

export interface CreatedTenant {
  readonly tenant: TenantDetails;
  readonly sandbox: TenantDetails;
  /** Admin key of the tenant and of its sandbox; their secrets are shown this once. */
  readonly apiKey: NewApiKey;
  readonly testApiKey: NewApiKey;
}

const OPERATOR: Actor = { kind: "operator", id: "operator" };

/**
 * Makes a tenant, its sandbox and an admin key for each, all or nothing; their warehouse databases are ready when
 * this returns. Throws `conflict` when the slug is taken, `invalid_request` when it is malformed.
 */
export async function createTenant(deps: CreateTenantDeps, input: CreateTenantInput): Promise<CreatedTenant> {
  requireSlug(input.slug);
  try {
    return await withSystem(deps.db, "create tenant", async (tx) => {
      const tenant = await insertTenant(tx, input, null);
      const sandbox = await insertTenant(tx, input, tenant);
      await deps.prepare(tenant);
      await deps.prepare(sandbox);
      const apiKey = await firstKey(tx, deps, tenant);
      const testApiKey = await firstKey(tx, deps, sandbox);
      return { tenant, sandbox, apiKey, testApiKey };
    });
  } catch (error) {
    if (isUniqueViolation(error, "tenants_slug")) throw slugError("conflict", "This slug is taken.");
    throw error;
  }
}

async function insertTenant(tx: Tx, input: CreateTenantInput, parent: Tenant | null): Promise<TenantDetails> {
  const [row] = await tx
    .insert(tenants)
    .values({ ...input, id: newId("ten_"), parentId: parent?.id ?? null, mode: parent ? "test" : "live" })
    .returning();
  if (!row) throw new Error("the new tenant's row did not come back");
  return toTenantDetails(row);
}

async function firstKey(tx: Tx, deps: CreateTenantDeps, tenant: Tenant): Promise<NewApiKey> {
  const key = await mintKey(tx, deps.keyring, tenant, {
    ...resolveGrant({ role: "admin" }),
    name: "First key",
    ipAllow: null,
    expiresAt: null,
    createdBy: OPERATOR.id,
  });
  const ctx = { tenant, actor: OPERATOR, requestId: deps.requestId ?? "" };
  await writeAudit(tx, ctx, {
    action: "tenant.created",
    target: tenant.id,
    details: { placement: tenant.placement },
  });
  await writeAudit(tx, ctx, { action: "api_key.created", target: key.id, details: { role: "admin" } });
  return key;
}

function requireSlug(slug: string): void {
  if (/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(slug)) return;
  throw slugError("invalid_request", "1 to 63 lower-case letters, digits and inner hyphens.");
}

function slugError(code: "conflict" | "invalid_request", detail: string): DomainError {
  const field = code === "conflict" ? "already_exists" : "invalid_format";
  return new DomainError(code, detail, { errors: [{ code: field, pointer: "/slug", detail }] });
}
