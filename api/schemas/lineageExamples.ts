/** Examples of lineage, shown in the API's document. */
const log = { topic: "warehouse_raw", partition: 2, offset: 48_210 };

const EVENT_ORIGIN_EXAMPLE = {
  source: "wms-pune",
  id: "wms-88213",
  type: "warehouse.dispatch_delayed",
  occurred_at: "2026-11-20T02:45:00.000Z",
  received_at: "2026-11-20T02:45:01.000Z",
  stored_at: "2026-11-20T02:45:01.400Z",
  schema_version: "1.0",
  content_hash: "9f2c3a1b7d5e8f60412233445566778899aabbccddeeff00112233445566778f",
  import: { id: "imp_01kagz6v3m8q2x4n7c5b9d1e0f", file: "warehouse_logs.csv", row: 17 },
  log,
  url: "/v1/events/wms-88213/lineage?source=wms-pune",
};

const batch_id = "bat_01kagz6v3m8q2x4n7c5b9d1e0f";

export const EVENT_LINEAGE_EXAMPLE = {
  ...EVENT_ORIGIN_EXAMPLE,
  delivery_id: "D-1001",
  adapter: {
    kind: "import" as const,
    preset: "dfras-case",
    mapping_hash: "1b7d5e8f604122339f2c3a44556677889900112233445566778faabbccddeeff",
  },
  batch: {
    id: batch_id,
    request_id: "imp_01kagz6v3m8q2x4n7c5b9d1e0f",
    trace_id: null,
    sent_by: "key_01kagz6v3m8q2x4n7c5b9d1e0f",
    accepted_at: "2026-11-20T02:45:01.010Z",
  },
  corrects: null,
  corrected_by: [],
  quarantine: [],
  raw: {
    state: "readable" as const,
    body: {
      id: "wms-88213",
      source: "wms-pune",
      type: "warehouse.dispatch_delayed",
      occurred_at: "2026-11-20T02:45:00.000Z",
      delivery_id: "D-1001",
      warehouse_id: "W-3",
      reason_text: "dock full",
    },
    verified: true,
  },
};

export const DELIVERY_LINEAGE_EXAMPLE = {
  id: "D-1001",
  version: 7,
  content_hash: "5e8f60412233",
  caused_by: { topic: "deliveries_touched", partition: 1, offset: 9_113 },
  updated_at: "2026-11-20T02:45:02.000Z",
  events: [{ ...EVENT_ORIGIN_EXAMPLE, batch_id }],
  truncated: false,
};

export const FAILURE_LINEAGE_EXAMPLE = {
  ...DELIVERY_LINEAGE_EXAMPLE,
  id: "fal_7k2m9q4t8w3x5z6b1c0d2f4g6h",
  version: 3,
  caused_by: { topic: "failures_detected", partition: 1, offset: 771 },
  delivery_id: "D-1001",
  model_version: "attr-1",
  evidence: [
    {
      id: "evd_4t9m2k7q",
      kind: "warehouse_backlog",
      stance: "for",
      cause: "warehouse.capacity",
      version: 3,
      events: [{ ...EVENT_ORIGIN_EXAMPLE, batch_id }],
    },
  ],
};
