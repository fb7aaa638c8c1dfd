/** `resource:verb`. A credential carries a set of them; a role is a named set. */
export const SCOPES = [
  "events:write",
  "events:read",
  "imports:write",
  "imports:read",
  "quarantine:read",
  "quarantine:write",
  "deliveries:read",
  "failures:read",
  "failures:write",
  "recommendations:read",
  "recommendations:write",
  "models:read",
  "models:write",
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
  "recommendations:read",
  "entities:read",
  "tenant:read",
];

/** What those who run deliveries decide: what the cause was, and what is done about it. */
const DECIDE: readonly Scope[] = ["failures:write", "recommendations:write"];

/** The scopes that a role grants; `service` is the role of keys that only send events. */
export const ROLE_SCOPES: Readonly<Record<Role, readonly Scope[]>> = {
  admin: SCOPES,
  operations_manager: [
    ...READ,
    ...DECIDE,
    "models:read",
    "imports:read",
    "quarantine:read",
    "quarantine:write",
    "webhooks:read",
    "personal:read",
  ],
  fleet_manager: [...READ, ...DECIDE],
  warehouse_manager: [...READ, ...DECIDE],
  data_analyst: [...READ, "failures:write", "models:read", "models:write", "imports:read", "quarantine:read"],
  customer_service: [
    "deliveries:read",
    "failures:read",
    "failures:write",
    "entities:read",
    "tenant:read",
    "personal:read",
  ],
  service: ["events:write", "events:read"],
};
