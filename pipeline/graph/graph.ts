import type { Stance } from "../../analysis/types.ts";

/** What a failure hangs together with; `condition` is what else holds at a place: a strike, a closure, a festival. */
export const NODE_KINDS = [
  "failure",
  "order",
  "client",
  "customer",
  "location",
  "weather",
  "traffic",
  "condition",
  "warehouse",
  "carrier",
  "driver",
  "vehicle",
  "route",
] as const;
export type NodeKind = (typeof NODE_KINDS)[number];

export const EDGE_TYPES = [
  "HAS_FAILURE",
  "ORDERED_BY",
  "SOLD_BY",
  "DELIVERED_TO",
  "SHIPPED_FROM",
  "CARRIED_BY",
  "ASSIGNED_TO",
  "DRIVES",
  "FOLLOWS",
  "HAS_WEATHER",
  "HAS_TRAFFIC",
  "HAS_CONDITION",
  "CAUSED_BY",
  "CONTRADICTED_BY",
  "OBSERVED_AT",
  "INVOLVES",
] as const;
export type EdgeType = (typeof EDGE_TYPES)[number];

export interface GraphNode {
  /** `kind:id`. */
  readonly id: string;
  readonly kind: NodeKind;
  readonly label: string;
  readonly attributes: Readonly<Record<string, string | number | null>>;
}

/** What an edge between a failure and a node rests on. */
export interface EdgeEvidence {
  readonly id: string;
  readonly kind: string;
  readonly stance: Stance;
  readonly cause: string | null;
  readonly log_lr: number;
  readonly statement: string;
  readonly events: readonly { readonly source: string; readonly id: string }[];
}

export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  readonly type: EdgeType;
  readonly evidence: readonly EdgeEvidence[];
}

export interface Graph {
  readonly failure_id: string;
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  /** Whether more hangs on the shared nodes than is shown. */
  readonly truncated: boolean;
}
