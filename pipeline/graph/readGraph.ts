import type { Ctx } from "../../tenancy/context.ts";
import { requireScope } from "../../tenancy/requireScope.ts";
import type { Warehouse } from "../../warehouse/client.ts";
import { readAnalysis } from "../../warehouse/failures/storedAnalysis.ts";
import type { FailureSummaryRow } from "../../warehouse/failures/toFailureSummary.ts";
import {
  findCommonEvents,
  findNeighbours,
  findSummaries,
  type SharedRef,
} from "../../warehouse/queries/graph.ts";
import type { FailureFactRow } from "../../warehouse/tables.ts";
import { requireFailure } from "../feedback/giveFeedback.ts";
import { addEdge, addNode, type Draft, draftGraph, failureNode, toGraph } from "./buildGraph.ts";
import type { Graph, GraphNode, NodeKind } from "./graph.ts";

/** Nodes across which other failures can be asked for. */
export const ACROSS = [
  "warehouse",
  "driver",
  "vehicle",
  "route",
  "location",
  "weather",
  "traffic",
  "condition",
] as const;
export type Across = (typeof ACROSS)[number];

export interface GraphInput {
  readonly across: readonly Across[];
  /** Failures within so many hours before or after. */
  readonly hours: number;
  /** Other failures at most. */
  readonly limit: number;
}

const REFS: Partial<Record<Across, SharedRef>> = {
  warehouse: "warehouse_id",
  driver: "driver_id",
  vehicle: "vehicle_id",
  route: "route_id",
  location: "city",
};

/**
 * A failure with what it hangs together with: its order and what that passed through, what was observed, and, across
 * the named kinds of nodes, the other failures that share them. Needs `failures:read`; throws `not_found`.
 */
export async function readGraph(
  ctx: Ctx,
  { warehouse }: { readonly warehouse: Warehouse },
  id: string,
  input: GraphInput,
): Promise<Graph> {
  requireScope(ctx, "failures:read");
  const failure = await requireFailure(ctx, warehouse, id);
  const evidence = readAnalysis(failure.analysis)?.evidence ?? [];
  const { draft, root } = draftGraph({ ...failure, confidence_low: 0, confidence_high: 0 }, evidence);
  const truncated =
    input.across.length > 0 && (await addOthers(ctx, warehouse, { draft, root, failure }, input));
  return toGraph(draft, root, truncated);
}

interface Begun {
  readonly draft: Draft;
  readonly root: GraphNode;
  readonly failure: FailureFactRow;
}

async function addOthers(
  { tenant }: Ctx,
  warehouse: Warehouse,
  begun: Begun,
  { across, hours, limit }: GraphInput,
): Promise<boolean> {
  const reader = warehouse.forTenant(tenant);
  const refs = across.flatMap((kind) => REFS[kind] ?? []);
  const shared = contextEvents(begun, across);
  const [neighbours, common] = await Promise.all([
    findNeighbours(reader, { failure: begun.failure, refs, hours, limit: limit + 1 }),
    findCommonEvents(reader, {
      failureId: begun.failure.failure_id,
      events: [...shared.values()],
      limit: limit * 4,
    }),
  ]);
  const known = new Set(neighbours.map(({ failure_id }) => failure_id));
  const missing = [...new Set(common.map(({ failure_id }) => failure_id))].filter((id) => !known.has(id));
  const all = [...neighbours, ...(await findSummaries(reader, missing.slice(0, limit + 1)))];
  const shown = all.slice(0, limit);
  for (const row of shown) addNeighbour(begun, row, refs);
  const ids = new Map(shown.map((row) => [row.failure_id, failureNode(row)]));
  for (const { failure_id, source, id } of common) {
    const [node, other] = [begun.draft.nodes.get(nodeKeyOf(shared, source, id)), ids.get(failure_id)];
    if (node && other) addEdge(begun.draft, addNode(begun.draft, other), node, "INVOLVES");
  }
  return all.length > shown.length;
}

type Shared = ReadonlyMap<string, { readonly source: string; readonly id: string }>;

/** The events behind the context nodes of the graph, by node id. */
function contextEvents({ draft }: Begun, across: readonly NodeKind[]): Shared {
  const found = new Map<string, { source: string; id: string }>();
  for (const { to, evidence } of draft.edges.values()) {
    const kind = draft.nodes.get(to)?.kind;
    const event = evidence[0]?.events[0];
    if (event && kind && isContext(kind) && across.includes(kind)) found.set(to, event);
  }
  return found;
}

const isContext = (kind: NodeKind) => kind === "weather" || kind === "traffic" || kind === "condition";

function nodeKeyOf(shared: Shared, source: string, id: string): string {
  return [...shared].find(([, event]) => event.source === source && event.id === id)?.[0] ?? "";
}

function addNeighbour({ draft, failure }: Begun, row: FailureSummaryRow, refs: readonly SharedRef[]): void {
  const other = addNode(draft, failureNode(row));
  for (const ref of refs) {
    if (failure[ref] === "" || row[ref] !== failure[ref]) continue;
    const node =
      ref === "city"
        ? [...draft.nodes.values()].find(({ kind }) => kind === "location")
        : draft.nodes.get(`${ref.replace(/_id$/, "")}:${failure[ref]}`);
    if (node) addEdge(draft, other, node, "INVOLVES");
  }
}
