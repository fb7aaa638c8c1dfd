/** The evidence of one failure: its warehouse was full. */
export const GRAPH_EXAMPLE = {
  failure_id: "fal_7k2m9q4t8w3x5z6b1c0d2f4g6h",
  nodes: [
    {
      id: "failure:fal_7k2m9q4t8w3x5z6b1c0d2f4g6h",
      kind: "failure" as const,
      label: "attempt_failed of D-1001",
      attributes: { delivery_id: "D-1001", primary_cause: "warehouse.capacity", confidence: 0.83 },
    },
    { id: "order:O-1001", kind: "order" as const, label: "O-1001", attributes: { delivery_id: "D-1001" } },
    { id: "warehouse:W-3", kind: "warehouse" as const, label: "W-3", attributes: {} },
  ],
  edges: [
    {
      from: "order:O-1001",
      to: "failure:fal_7k2m9q4t8w3x5z6b1c0d2f4g6h",
      type: "HAS_FAILURE" as const,
      evidence: [],
    },
    { from: "order:O-1001", to: "warehouse:W-3", type: "SHIPPED_FROM" as const, evidence: [] },
    {
      from: "failure:fal_7k2m9q4t8w3x5z6b1c0d2f4g6h",
      to: "warehouse:W-3",
      type: "CAUSED_BY" as const,
      evidence: [
        {
          id: "evd_4t9m2k7q8w3x5z6b1c0d2f4g6h",
          kind: "warehouse_backlog",
          stance: "for" as const,
          cause: "warehouse.capacity",
          log_lr: 2.1,
          statement: "W-3 held 1.9 days of orders",
          events: [{ source: "wms-pune", id: "wms-88213" }],
        },
      ],
    },
  ] as const,
  truncated: false,
};
