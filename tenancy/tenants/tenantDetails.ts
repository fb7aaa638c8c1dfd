import type { tenants } from "../../drizzle/schema/tenant.ts";
import type { Tenant } from "../context.ts";
import { toTenant } from "./toTenant.ts";

/** A tenant with all that its admins and the operator see of it. */
export interface TenantDetails extends Tenant {
  readonly name: string;
  readonly slug: string;
  readonly status: "active" | "suspended" | "closed";
  /** IANA name. */
  readonly timezone: string;
  /** ISO 4217. */
  readonly currency: string;
  /** In `currency`, as decimal texts; null when nobody has said. */
  readonly costPerFailedAttempt: string | null;
  readonly costPerLateHour: string | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export function toTenantDetails(row: typeof tenants.$inferSelect): TenantDetails {
  const {
    name,
    slug,
    status,
    timezone,
    currency,
    costPerFailedAttempt,
    costPerLateHour,
    createdAt,
    updatedAt,
  } = row;
  return {
    ...toTenant(row),
    name,
    slug,
    status,
    timezone,
    currency,
    costPerFailedAttempt,
    costPerLateHour,
    createdAt,
    updatedAt,
  };
}
