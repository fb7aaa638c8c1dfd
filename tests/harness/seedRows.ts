import type { Analysis, Recommendation } from "../../analysis/types.ts";
import { idHash } from "../../events/identity.ts";
import type { Tenant } from "../../tenancy/context.ts";
import type { Warehouse } from "../../warehouse/client.ts";
import { databaseOf } from "../../warehouse/placement.ts";
import type { DeliveryFactRow, DimKind, DimRow, EventRow, FailureFactRow } from "../../warehouse/tables.ts";
import {
  deliveryRow,
  dimRow,
  eventByTimeRow,
  eventRow,
  failureRow,
  identityRow,
} from "../../warehouse/testing/rows.ts";

/** An analysis with something in every member. */
const ANALYSIS: Analysis = {
  status: "final",
  determined: true,
  modelVersion: "attr-1",
  primary: { cause: "warehouse.capacity", family: "warehouse", confidence: 0.83, interval: [0.71, 0.91] },
  contributing: [{ cause: "external.weather", family: "external", share: 0.18 }],
  candidates: [{ cause: "recipient.absent", probability: 0.09 }],
  unexplained: 0.05,
  evidence: [
    {
      id: "evd_1",
      kind: "warehouse_backlog",
      stance: "for",
      cause: "warehouse.capacity",
      observed: 1.9,
      normal: 1,
      unit: "backlog / daily capacity",
      logLr: 2.1,
      minutesBefore: 140,
      distanceKm: 0,
      statement: "W-3 held 1.9 days of orders",
      events: [{ source: "wms-pune", id: "wms-88213" }],
    },
  ],
  counterfactuals: [{ without: "warehouse.capacity", risk: 0.04, actual_risk: 0.31 }],
  narrative: "The warehouse was full.",
  corroborated: true,
};

const RECOMMENDATIONS: readonly Recommendation[] = [
  {
    id: "rec_1",
    action: "Add a shift.",
    owner_role: "warehouse_manager",
    playbook: "staff_by_backlog",
    entity_kind: "warehouse",
    entity_id: "W-3",
    cause: "warehouse.capacity",
    weight: 0.8,
  },
];

/** The columns of an analysed failure. */
export const ANALYSED: Partial<FailureFactRow> = {
  analysis_status: "final",
  determined: 1,
  primary_cause: "warehouse.capacity",
  family: "warehouse",
  confidence: 0.83,
  model_version: "attr-1",
  analysis: JSON.stringify(ANALYSIS),
  recommendations: JSON.stringify(RECOMMENDATIONS),
};

export async function seedEvent(to: Warehouse, tenant: Tenant, set: Partial<EventRow>): Promise<void> {
  const event = eventRow(tenant.key, set);
  const database = databaseOf(tenant);
  const { source, id, delivery_id } = event;
  await to.insert(database, "events", [event]);
  await to.insert(database, "events_by_time", [eventByTimeRow(event)]);
  const identity = { id_hash: idHash(source, id), delivery_id };
  await to.insert(database, "event_identity", [identityRow(tenant.key, identity)]);
}

export function seedEntity<Kind extends DimKind>(
  to: Warehouse,
  tenant: Tenant,
  kind: Kind,
  set: Partial<DimRow<Kind>>,
): Promise<void> {
  const row = { ...dimRow(tenant.key, kind), ...set };
  return to.insert(databaseOf(tenant), `dim_${kind}`, [row as never]);
}

export function seedDelivery(to: Warehouse, tenant: Tenant, set: Partial<DeliveryFactRow>): Promise<void> {
  return to.insert(databaseOf(tenant), "delivery_facts", [deliveryRow(tenant.key, set)]);
}

export function seedFailure(to: Warehouse, tenant: Tenant, set: Partial<FailureFactRow>): Promise<void> {
  return to.insert(databaseOf(tenant), "failure_facts", [failureRow(tenant.key, set)]);
}
