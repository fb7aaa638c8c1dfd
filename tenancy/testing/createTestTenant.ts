import type { Ctx, Placement, Tenant } from "../context.ts";
import type { Database } from "../database.ts";
import { newId } from "../id.ts";
import type { Keyring } from "../keyring.ts";
import type { PreparePlacement } from "../ports.ts";
import { SCOPES } from "../scopes.ts";
import { type CreatedTenant, createTenant } from "../tenants/createTenant.ts";

export interface TestTenant extends CreatedTenant {
  /** The admin's context in the live tenant. */
  readonly ctx: Ctx;
  /** The admin's context in the sandbox. */
  readonly testCtx: Ctx;
}

/** For tests: a tenant that nobody else uses, with contexts as if its admin keys had been authenticated. */
export async function createTestTenant(deps: {
  readonly db: Database;
  readonly keyring: Keyring;
  readonly prepare?: PreparePlacement;
  readonly placement?: Placement;
}): Promise<TestTenant> {
  const slug = newId("t_").replace("_", "-");
  const prepare = deps.prepare ?? (async () => {});
  const placement = deps.placement ?? "pooled";
  const made = await createTenant({ ...deps, prepare }, { name: "Test tenant", slug, placement });
  const ctx = adminCtx(deps.db, made.tenant, made.apiKey.id);
  return { ...made, ctx, testCtx: adminCtx(deps.db, made.sandbox, made.testApiKey.id) };
}

function adminCtx(db: Database, tenant: Tenant, keyId: string): Ctx {
  return {
    db,
    tenant,
    actor: { kind: "api_key", id: keyId },
    scopes: new Set(SCOPES),
    sources: null,
    requestId: newId("req_"),
    traceparent: null,
  };
}
