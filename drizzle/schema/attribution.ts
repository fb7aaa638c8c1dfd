import {
  bigint,
  doublePrecision,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
} from "drizzle-orm/pg-core";

const time = (name: string) => timestamp(name, { withTimezone: true });
type Json = Readonly<Record<string, unknown>>;

/** Causes that people confirmed; `note` is sealed, `withdrawnAt` null while it stands. */
export const failureFeedback = pgTable(
  "failure_feedback",
  {
    tenantId: text("tenant_id").notNull(),
    id: text("id").notNull(),
    failureId: text("failure_id").notNull(),
    deliveryId: text("delivery_id").notNull(),
    confirmedCause: text("confirmed_cause").notNull(),
    givenBy: text("given_by").notNull(),
    note: text("note"),
    givenAt: time("given_at").notNull(),
    createdAt: time("created_at").notNull().defaultNow(),
    withdrawnAt: time("withdrawn_at"),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.id] })],
);

export const MODEL_STATUSES = ["candidate", "active", "retired"] as const;
export const FIT_OCCASIONS = ["schedule", "feedback", "request"] as const;

/** A tenant's models, numbered from 1; one at most is active. */
export const attributionModels = pgTable(
  "attribution_models",
  {
    tenantId: text("tenant_id").notNull(),
    id: text("id").notNull(),
    number: integer("number").notNull(),
    status: text("status", { enum: MODEL_STATUSES }).notNull().default("candidate"),
    occasion: text("occasion", { enum: FIT_OCCASIONS }).notNull(),
    parameters: jsonb("parameters").notNull(),
    metrics: jsonb("metrics").$type<Json>().notNull(),
    trainedOn: jsonb("trained_on").$type<Json>().notNull(),
    promotedBy: text("promoted_by"),
    createdAt: time("created_at").notNull().defaultNow(),
    activatedAt: time("activated_at"),
    retiredAt: time("retired_at"),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.id] })],
);

/** What each tenant's last fit had to go by, and what was asked for since. */
export const modelFits = pgTable("model_fits", {
  tenantId: text("tenant_id").primaryKey(),
  requestedAt: time("requested_at"),
  fittedAt: time("fitted_at"),
  failures: bigint("failures", { mode: "number" }).notNull().default(0),
  confirmed: bigint("confirmed", { mode: "number" }).notNull().default(0),
});

export const RECOMMENDATION_STATUSES = ["open", "accepted", "dismissed", "done"] as const;

/** One action at one entity, over all failures that it would avoid. */
export const recommendations = pgTable(
  "recommendations",
  {
    tenantId: text("tenant_id").notNull(),
    id: text("id").notNull(),
    version: integer("version").notNull().default(1),
    status: text("status", { enum: RECOMMENDATION_STATUSES }).notNull().default("open"),
    playbook: text("playbook").notNull(),
    entityKind: text("entity_kind").notNull(),
    entityId: text("entity_id").notNull(),
    ownerRole: text("owner_role").notNull(),
    causes: jsonb("causes").$type<readonly string[]>().notNull(),
    failures: integer("failures").notNull(),
    avoided: doublePrecision("avoided").notNull(),
    avoidedLow: doublePrecision("avoided_low").notNull(),
    avoidedHigh: doublePrecision("avoided_high").notNull(),
    firstFailureAt: time("first_failure_at").notNull(),
    lastFailureAt: time("last_failure_at").notNull(),
    announcedAt: time("announced_at"),
    statusBy: text("status_by"),
    statusAt: time("status_at"),
    createdAt: time("created_at").notNull().defaultNow(),
    updatedAt: time("updated_at").notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.id] })],
);

/** Tenants whose recommendations are to be summed up anew. */
export const recommendationChecks = pgTable("recommendation_checks", {
  tenantId: text("tenant_id").primaryKey(),
  dueAt: time("due_at").notNull(),
});
