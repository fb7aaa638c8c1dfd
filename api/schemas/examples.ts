// One story for every example of the document: the same delivery, its event, its failure, who is told of it.
// Shapes are checked against their schemas by the contract tests.

const REFS = { order_id: "O-1001", client_id: "C-7", warehouse_id: "W-3", carrier_id: "X-2", city: "Pune" };
const FAILURE_ID = "fal_7k2m9q4t8w3x5z6b1c0d2f4g6h";
const PRIMARY = {
  cause: "warehouse.capacity",
  family: "warehouse",
  confidence: 0.83,
  interval: [0.71, 0.91] as [number, number],
};

const FAILURE_IDENTITY = {
  id: FAILURE_ID,
  status: "open" as const,
  kind: "attempt_failed" as const,
  delivery_id: "D-1001",
  attempt: 1,
  occurred_at: "2026-11-20T10:40:00.000Z",
  refs: REFS,
  recorded_reason: { code: "recipient.absent", source: "carrier-x", corroborated: false },
};

export const FAILURE_SUMMARY_EXAMPLE = {
  ...FAILURE_IDENTITY,
  analysis: { status: "final" as const, primary: PRIMARY },
};

export const FAILURE_EXAMPLE = {
  ...FAILURE_IDENTITY,
  version: 3,
  detected_at: "2026-11-20T10:40:02.118Z",
  analysis: {
    status: "final" as const,
    determined: true,
    analyzed_at: "2026-11-20T16:40:00.402Z",
    model_version: "attr-1",
    primary: PRIMARY,
    contributing: [{ cause: "external.weather", family: "external", share: 0.18 }],
    candidates: [{ cause: "recipient.absent", probability: 0.09 }],
    unexplained: 0.05,
    evidence: [
      {
        id: "evd_4t9m2k7q8w3x5z6b1c0d2f4g6h",
        kind: "warehouse_backlog",
        stance: "for" as const,
        cause: "warehouse.capacity",
        observed: 1.9,
        normal: 1,
        unit: "backlog / daily capacity",
        log_lr: 2.1,
        minutes_before: 140,
        distance_km: 0,
        statement: "W-3 held 1.9 days of orders",
        events: [{ source: "wms-pune", id: "wms-88213" }],
      },
    ],
    counterfactuals: [{ without: "warehouse.capacity", risk: 0.04, actual_risk: 0.31 }],
    narrative: "The warehouse held almost two days of orders; the parcel left too late for the slot.",
    changed_because: null,
  },
  recommendations: [
    {
      id: "rec_2m9q4t8w3x5z6b1c0d2f4g6h7k",
      action: "Add a picking shift until the backlog is below one day.",
      owner_role: "warehouse_manager",
      expected_avoided: null,
    },
  ],
  feedback: { confirmed_cause: null, by: null },
};

export const RECOMMENDATION_EXAMPLE = {
  id: "rec_2m9q4t8w3x5z6b1c0d2f4g6h7k",
  version: 4,
  status: "accepted" as const,
  playbook: "staff_by_backlog",
  action:
    "Staff the picking waves by the backlog expected and dispatch the orders with the nearest promises first.",
  owner_role: "warehouse_manager",
  entity: { kind: "warehouse", id: "W-3" },
  causes: ["warehouse.capacity"],
  failures: 131,
  expected_avoided: { value: 12, interval: [6, 19] as [number, number], per: "week" },
  first_failure_at: "2026-10-26T08:02:00.000Z",
  last_failure_at: "2026-11-20T10:40:00.000Z",
  status_by: "ops-7",
  status_at: "2026-11-20T17:20:00.000Z",
  created_at: "2026-10-29T11:31:07.220Z",
  updated_at: "2026-11-20T17:20:00.000Z",
};

export const FEEDBACK_EXAMPLE = {
  confirmed_cause: "warehouse.capacity",
  by: "ops-7",
  note: "The dock was full all morning.",
  at: "2026-11-20T17:05:00.000Z",
};

export const DELIVERY_SUMMARY_EXAMPLE = {
  id: "D-1001",
  version: 9,
  state: "failed" as const,
  refs: REFS,
  ordered_at: "2026-11-18T06:12:00.000Z",
  promised_by: "2026-11-20T12:30:00.000Z",
  delivered_at: null,
  outcome: null,
  attempts: 1,
  failed_attempts: 1,
  failure_ids: [FAILURE_ID],
  stages: [
    {
      name: "pick" as const,
      from: "2026-11-18T07:00:00.000Z",
      to: "2026-11-19T18:30:00.000Z",
      minutes: 2130,
    },
  ],
  first_event_at: "2026-11-18T06:12:00.000Z",
  last_event_at: "2026-11-20T10:40:00.000Z",
  updated_at: "2026-11-20T10:40:02.101Z",
};

export const DELIVERY_EXAMPLE = {
  ...DELIVERY_SUMMARY_EXAMPLE,
  timeline: [
    {
      occurred_at: "2026-11-20T02:45:00.000Z",
      type: "warehouse.dispatch_delayed",
      source: "wms-pune",
      id: "wms-88213",
      reason: "warehouse.capacity",
    },
  ],
};

export const ENTITY_EXAMPLE = {
  kind: "warehouse" as const,
  id: "W-3",
  name: "Pune East",
  city: "Pune",
  attributes: { capacity_orders_per_day: 1200 },
  valid_from: "2026-10-01T03:30:00.000Z",
  valid_to: null,
  source: "wms-pune",
  event_id: "wms-71002",
};

export const STORED_EVENT_EXAMPLE = {
  id: "wms-88213",
  source: "wms-pune",
  type: "warehouse.dispatch_delayed",
  occurred_at: "2026-11-20T02:45:00.000Z",
  delivery_id: "D-1001",
  ...REFS,
  reason: "warehouse.capacity",
  data: {},
  derived: { v: 1, text: { topics: ["capacity"], sentiment: -0.3 } },
  received_at: "2026-11-20T02:45:01.120Z",
  stored_at: "2026-11-20T02:45:01.690Z",
  batch_id: "bat_01kagz6v3m8q2x4n7c5b9d1e0f",
  schema_version: "1.0",
  lineage: { topic: "warehouse_raw", partition: 2, offset: 48_210, import: null },
};

export const EVENT_TYPES_EXAMPLE = {
  data: [
    {
      type: "warehouse.dispatch_delayed",
      domain: "warehouse" as const,
      topic: "warehouse_raw",
      schema_version: "1.0",
      description: "The parcel leaves later than planned.",
      required: [["warehouse_id"], ["delivery_id", "order_id"]],
      data: {},
    },
  ],
  reasons: [
    { code: "warehouse.capacity", family: "warehouse", description: "More backlog than the site can do." },
  ],
};

export const WEBHOOK_ENDPOINT_EXAMPLE = {
  id: "wep_01kagz6v3m8q2x4n7c5b9d1e0f",
  url: "https://example.com/hooks/dfras",
  event_types: ["failure.analyzed"],
  description: "Control tower",
  enabled: true,
  disabled_reason: null,
  created_at: "2026-11-01T09:00:00.000Z",
};

export const API_KEY_EXAMPLE = {
  id: "key_01kagz6v3m8q2x4n7c5b9d1e0f",
  name: "wms-pune sender",
  prefix: "dfk_live_01kagz6v3m8q2x4n7c5b9d1e0f",
  role: null,
  scopes: ["events:write" as const],
  sources: ["wms-pune"],
  ip_allow: null,
  created_at: "2026-11-01T09:00:00.000Z",
  expires_at: null,
  revoked_at: null,
  last_used_at: null,
};

/** No key that could work: its checksum is wrong. */
export const KEY_SECRET_EXAMPLE = `${API_KEY_EXAMPLE.prefix}_shown-once`;

export const TENANT_EXAMPLE = {
  id: "ten_01kagz6v3m8q2x4n7c5b9d1e0f",
  name: "Acme Logistics",
  slug: "acme",
  mode: "live" as const,
  placement: "pooled" as const,
  status: "active" as const,
  events_per_second: 2_000,
  created_at: "2026-11-01T09:00:00.000Z",
};
