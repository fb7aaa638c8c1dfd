const ORDERS = {
  name: "orders.csv",
  bytes: 1_829_330,
  total_bytes: 1_829_330,
  complete: true,
  rows: 10_000,
  bytes_read: 1_829_330,
  done: true,
};

export const IMPORT_EXAMPLE = {
  id: "imp_01kagz6v3m8q2x4n7c5b9d1e0f",
  state: "finished" as const,
  preset: "dfras-case",
  source: "dfras-case",
  as_of: "2025-09-12T18:30:00.000Z",
  notify: false,
  counts: {
    rows: 10_000,
    rows_failed: 2,
    events_accepted: 15_876,
    events_rejected: 2,
    stored: 15_876,
    duplicate: 0,
    conflict: 0,
    quarantined: 0,
  },
  progress: {
    rows: 10_000,
    bytes_read: 1_829_330,
    bytes_total: 1_829_330,
    fraction: 1,
    waits_for: null,
  },
  files: [ORDERS] as [typeof ORDERS],
  errors_kept: 2,
  problem: null,
  created_at: "2026-11-20T08:15:00.000Z",
  started_at: "2026-11-20T08:15:02.310Z",
  finished_at: "2026-11-20T08:15:21.040Z",
};

export const IMPORT_MAPPING_EXAMPLE = {
  source: "shop",
  files: [
    {
      match: "orders*.csv",
      format: "csv",
      time_zone: "Asia/Kolkata",
      events: [
        {
          members: {
            type: { const: "order.created" },
            id: { template: "order-{order_id}" },
            order_id: { column: "order_id" },
            occurred_at: { column: "ordered_at", as: "time", formats: ["yyyy-MM-dd HH:mm:ss"] },
            "data.promised_by": { column: "promised", as: "time", formats: ["yyyy-MM-dd HH:mm:ss"] },
          },
        },
      ],
    },
  ],
};

export const IMPORT_PRESET_EXAMPLE = {
  name: "shop",
  title: "Orders of a shop",
  description: "One row per order.",
  files: [{ name: "orders*.csv", required: true, columns: ["order_id", "ordered_at", "promised"] }],
  mapping: IMPORT_MAPPING_EXAMPLE,
};
