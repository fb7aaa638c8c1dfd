import type { Evidence } from "../../analysis/types.ts";
import type { RefColumns } from "../../warehouse/tables.ts";
import type { GraphNode, NodeKind } from "./graph.ts";

/** Where each kind of evidence was seen; the first that matches. What is not named was seen of the order. */
const SEEN_AT: readonly (readonly [RegExp, NodeKind])[] = [
  [/^weather/, "weather"],
  [/^traffic/, "traffic"],
  [/^(road_closure|strike|holiday|festival|gathering|civil)/, "condition"],
  [/^vehicle/, "vehicle"],
  [/^(warehouse|stockout|dispatch|pick|pack|order_to_|lost_time)/, "warehouse"],
  [/^driver/, "driver"],
  [/^(linehaul|hub|missort|carrier|delay)/, "carrier"],
  [/^(stop|route|run_|distance)/, "route"],
  [/^(address|geo)/, "location"],
  [/^(no_recipient|contact|feedback|recipient|payment|customer|remark)/, "customer"],
];

const CONTEXT: ReadonlySet<NodeKind> = new Set(["weather", "traffic", "condition"]);

const REF_OF: Partial<Record<NodeKind, keyof RefColumns>> = {
  vehicle: "vehicle_id",
  warehouse: "warehouse_id",
  driver: "driver_id",
  carrier: "carrier_id",
  route: "route_id",
  customer: "customer_id",
};

/** The node that an evidence item was seen at: a context event by its own identity, an entity by its reference. */
export function nodeOfEvidence(
  item: Evidence,
  refs: RefColumns,
  order: GraphNode,
  location: GraphNode | null,
): GraphNode {
  const kind = SEEN_AT.find(([pattern]) => pattern.test(item.kind))?.[1];
  if (kind === undefined) return order;
  if (kind === "location") return location ?? order;
  if (CONTEXT.has(kind)) return contextNode(kind, item);
  const ref = REF_OF[kind];
  const id = ref === undefined ? "" : refs[ref];
  return id === "" ? order : entityNode(kind, id);
}

export function entityNode(kind: NodeKind, id: string, attributes: GraphNode["attributes"] = {}): GraphNode {
  return { id: `${kind}:${id}`, kind, label: id, attributes };
}

/** Failures that rest on the same event share the node: one storm, one jam. */
function contextNode(kind: NodeKind, { events, observed, unit, statement, kind: what }: Evidence): GraphNode {
  const [event] = events;
  return {
    id: `${kind}:${event ? `${event.source}:${event.id}` : statement}`,
    kind,
    label: statement,
    attributes: { what, observed, unit },
  };
}
