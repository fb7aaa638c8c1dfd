/** Examples of quarantine, shown in the API's document; contract tests check them against their schemas. */
const errors = [
  {
    code: "invalid_format",
    pointer: "/occurred_at",
    detail: "occurred_at must be an RFC 3339 time with offset",
  },
];

export const QUARANTINE_EXAMPLE = {
  id: "qua_01kagz6v3m8q2x4n7c5b9d1e0f",
  stage: "edge" as const,
  status: "open" as const,
  reason: "invalid_format",
  pointer: "/occurred_at",
  errors,
  source: "wms-pune",
  event_id: "wms-88213",
  type: "warehouse.dispatch_delayed",
  schema_version: "1.0",
  batch_id: "bat_01kagz6v3m8q2x4n7c5b9d1e0f",
  import_id: null,
  import_place: null,
  request_id: "req_4f7c0f3b2d9a4e0c8a5b6c7d8e9f0a1b",
  trace_id: "0af7651916cd43dd8448eb211c80319c",
  seen: 2,
  first_seen_at: "2026-11-20T02:45:00.000Z",
  last_seen_at: "2026-11-20T02:47:10.000Z",
  expires_at: "2026-12-20T02:47:10.000Z",
  resubmitted: null,
  closed_at: null,
  resolution: null,
};

export const QUARANTINE_DETAIL_EXAMPLE = {
  ...QUARANTINE_EXAMPLE,
  raw: {
    state: "readable" as const,
    body: {
      id: "wms-88213",
      source: "wms-pune",
      type: "warehouse.dispatch_delayed",
      occurred_at: "yesterday",
      warehouse_id: "W-3",
    },
  },
};

export const QUARANTINE_GROUP_EXAMPLE = {
  source: "wms-pune",
  type: "warehouse.dispatch_delayed",
  reason: "invalid_format",
  pointer: "/occurred_at",
  items: 412,
  seen: 431,
  first_seen_at: "2026-11-20T02:45:00.000Z",
  last_seen_at: "2026-11-20T06:12:41.000Z",
  sample: { id: QUARANTINE_EXAMPLE.id, event_id: QUARANTINE_EXAMPLE.event_id, errors },
};

export const QUARANTINE_REPLAY_EXAMPLE = {
  id: "qrp_01kagz6v3m8q2x4n7c5b9d1e0f",
  state: "running" as const,
  filter: { source: "wms-pune", type: "warehouse.dispatch_delayed", reason: "invalid_format" },
  matched: 412,
  done: 300,
  accepted: 296,
  rejected: 3,
  skipped: 1,
  by: "key_01kagz6v3m8q2x4n7c5b9d1e0f",
  created_at: "2026-11-20T06:20:00.000Z",
  started_at: "2026-11-20T06:20:00.731Z",
  finished_at: null,
};
