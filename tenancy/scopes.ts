/** `resource:verb`. A credential carries a set of them; a role is a named set. */
export const SCOPES = [
  "events:write",
  "events:read",
  "imports:write",
  "imports:read",
  "deliveries:read",
  "failures:read",
  "entities:read",
  "webhooks:read",
  "webhooks:write",
  "test-clock:write",
  "tenant:read",
  "tenant:write",
  "api-keys:read",
  "api-keys:write",
  "audit:read",
  "personal:read",
] as const;
export type Scope = (typeof SCOPES)[number];

export const ROLES = [
  "admin",
  "operations_manager",
  "fleet_manager",
  "warehouse_manager",
  "data_analyst",
  "customer_service",
  "service",
] as const;
export type Role = (typeof ROLES)[number];

const READ: readonly Scope[] = [
  "events:read",
  "deliveries:read",
  "failures:read",
  "entities:read",
  "tenant:read",
];

/** The scopes that a role grants; `service` is the role of keys that only send events. */
export const ROLE_SCOPES: Readonly<Record<Role, readonly Scope[]>> = {
  admin: SCOPES,
  operations_manager: [...READ, "imports:read", "webhooks:read", "personal:read"],
  fleet_manager: READ,
  warehouse_manager: READ,
  data_analyst: [...READ, "imports:read"],
  customer_service: ["deliveries:read", "failures:read", "entities:read", "tenant:read", "personal:read"],
  service: ["events:write", "events:read"],
};
