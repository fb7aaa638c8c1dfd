import type { Evidence } from "../../analysis/types.ts";
import type { FailureSummaryRow } from "../../warehouse/failures/toFailureSummary.ts";
import type { RefColumns } from "../../warehouse/tables.ts";
import { fromClickHouseTime } from "../../warehouse/time.ts";
import { entityNode, nodeOfEvidence } from "./evidenceNode.ts";
import type { EdgeEvidence, EdgeType, Graph, GraphEdge, GraphNode, NodeKind } from "./graph.ts";

/** A graph under construction: nodes once each, edges once for each pair and type, with all that they rest on. */
export interface Draft {
  readonly nodes: Map<string, GraphNode>;
  readonly edges: Map<string, GraphEdge & { readonly evidence: EdgeEvidence[] }>;
}

/** The order, what it passed through, and what was observed of its failure. */
export function draftGraph(
  failure: FailureSummaryRow & RefColumns & { readonly delivery_id: string },
  evidence: readonly Evidence[],
): { readonly draft: Draft; readonly root: GraphNode } {
  const draft: Draft = { nodes: new Map(), edges: new Map() };
  const root = addNode(draft, failureNode(failure));
  const order = addNode(
    draft,
    entityNode("order", failure.order_id || failure.delivery_id, { delivery_id: failure.delivery_id }),
  );
  addEdge(draft, order, root, "HAS_FAILURE");
  const location = addSurroundings(draft, order, failure);
  for (const item of evidence) {
    const node = addNode(draft, nodeOfEvidence(item, failure, order, location));
    if (node.kind === "weather" || node.kind === "traffic" || node.kind === "condition")
      addEdge(draft, location ?? order, node, CONTEXT_EDGE[node.kind]);
    addEdge(draft, root, node, STANCE_EDGE[item.stance], toEdgeEvidence(item));
  }
  return { draft, root };
}

const CONTEXT_EDGE = { weather: "HAS_WEATHER", traffic: "HAS_TRAFFIC", condition: "HAS_CONDITION" } as const;
const STANCE_EDGE = { for: "CAUSED_BY", against: "CONTRADICTED_BY", context: "OBSERVED_AT" } as const;

/** Entities of the order by its references; answers where it was to go. */
function addSurroundings(draft: Draft, order: GraphNode, refs: RefColumns): GraphNode | null {
  const link = (from: GraphNode | null, kind: NodeKind, id: string, type: EdgeType) => {
    if (id === "" || from === null) return from;
    const node = addNode(draft, entityNode(kind, id));
    addEdge(draft, from, node, type);
    return node;
  };
  link(order, "client", refs.client_id, "SOLD_BY");
  link(order, "customer", refs.customer_id, "ORDERED_BY");
  link(order, "warehouse", refs.warehouse_id, "SHIPPED_FROM");
  link(order, "carrier", refs.carrier_id, "CARRIED_BY");
  const driver = link(order, "driver", refs.driver_id, "ASSIGNED_TO");
  const vehicle = link(driver, "vehicle", refs.vehicle_id, refs.driver_id === "" ? "ASSIGNED_TO" : "DRIVES");
  link(vehicle, "route", refs.route_id, refs.vehicle_id === "" ? "ASSIGNED_TO" : "FOLLOWS");
  if (refs.city === "") return null;
  const { city, zone, postal_code, country } = refs;
  const place = entityNode("location", zone === "" ? city : `${city}/${zone}`, {
    ...{ city, zone: zone || null, postal_code: postal_code || null, country: country || null },
  });
  addNode(draft, place);
  addEdge(draft, order, place, "DELIVERED_TO");
  return place;
}

export function failureNode(row: FailureSummaryRow): GraphNode {
  return {
    id: `failure:${row.failure_id}`,
    kind: "failure",
    label: `${row.kind} of ${row.delivery_id}`,
    attributes: {
      delivery_id: row.delivery_id,
      kind: row.kind,
      attempt: row.attempt === 0 ? null : row.attempt,
      occurred_at: fromClickHouseTime(row.occurred_at),
      primary_cause: row.primary_cause || null,
      confidence: row.primary_cause === "" ? null : row.confidence,
    },
  };
}

export function addNode({ nodes }: Draft, node: GraphNode): GraphNode {
  const before = nodes.get(node.id);
  if (before) return before;
  nodes.set(node.id, node);
  return node;
}

export function addEdge(
  { edges }: Draft,
  from: GraphNode,
  to: GraphNode,
  type: EdgeType,
  evidence?: EdgeEvidence,
): void {
  const key = `${from.id} ${type} ${to.id}`;
  const edge = edges.get(key) ?? { from: from.id, to: to.id, type, evidence: [] };
  if (evidence) edge.evidence.push(evidence);
  edges.set(key, edge);
}

function toEdgeEvidence({ id, kind, stance, cause, logLr, statement, events }: Evidence): EdgeEvidence {
  return { id, kind, stance, cause, log_lr: logLr, statement, events };
}

export function toGraph({ nodes, edges }: Draft, root: GraphNode, truncated: boolean): Graph {
  return {
    failure_id: root.id.slice("failure:".length),
    nodes: [...nodes.values()],
    edges: [...edges.values()],
    truncated,
  };
}
