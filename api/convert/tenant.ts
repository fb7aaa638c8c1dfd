import type { z } from "@hono/zod-openapi";
import type { TenantDetails } from "../../tenancy/tenants/tenantDetails.ts";
import type { Tenant } from "../schemas/tenant.ts";

/** A tenant as the operator sees it. */
export function toApiTenant(tenant: TenantDetails): z.infer<typeof Tenant> {
  const { id, name, slug, mode, placement, status, eventsPerSecond, createdAt } = tenant;
  return {
    id,
    name,
    slug,
    mode,
    placement,
    status,
    events_per_second: eventsPerSecond,
    created_at: createdAt.toISOString(),
  };
}
