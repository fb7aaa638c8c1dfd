import { z } from "@hono/zod-openapi";
import { EDGE_TYPES, NODE_KINDS } from "../../pipeline/graph/graph.ts";
import { ACROSS } from "../../pipeline/graph/readGraph.ts";
import { list, text } from "./common.ts";
import { GRAPH_EXAMPLE } from "./graphExample.ts";

const GraphNode = z
  .object({
    id: text(400).openapi({ description: "`kind:id`." }),
    kind: z.enum(NODE_KINDS),
    label: text(1000),
    attributes: z.record(text(64), z.union([text(1000), z.number(), z.null()])),
  })
  .openapi("GraphNode", { example: GRAPH_EXAMPLE.nodes[0] });

const GraphEvidence = z
  .object({
    id: text(64),
    kind: text(64),
    stance: z.enum(["for", "against", "context"]),
    cause: text(64).nullable(),
    log_lr: z.number(),
    statement: text(1000),
    events: list(z.object({ source: text(128), id: text(128) }), 100),
  })
  .openapi("GraphEvidence", { example: GRAPH_EXAMPLE.edges[2].evidence[0] });

const GraphEdge = z
  .object({
    from: text(400),
    to: text(400),
    type: z.enum(EDGE_TYPES),
    evidence: list(GraphEvidence, 200).openapi({
      description: "What the edge rests on; empty for references.",
    }),
  })
  .openapi("GraphEdge", { example: GRAPH_EXAMPLE.edges[2] });

export const FailureGraph = z
  .object({
    failure_id: text(64),
    nodes: list(GraphNode, 1_000),
    edges: list(GraphEdge, 5_000),
    truncated: z.boolean().openapi({ description: "More failures share the nodes than are shown." }),
  })
  .openapi("FailureGraph", { example: GRAPH_EXAMPLE });

const across = z.enum(ACROSS);

export const GraphQuery = z.strictObject({
  across: text(200)
    .optional()
    .transform((value, ctx) => {
      const kinds = value === undefined || value === "" ? [] : value.split(",");
      const unknown = kinds.find((kind) => !across.safeParse(kind).success);
      if (unknown !== undefined)
        ctx.addIssue({ code: "custom", message: `${unknown} is none of ${ACROSS.join(", ")}` });
      return kinds.flatMap((kind) => across.safeParse(kind).data ?? []);
    })
    .openapi({
      type: "string",
      description: `Kinds of nodes, separated by commas, whose other failures are shown: ${ACROSS.join(", ")}.`,
      example: "warehouse,weather",
    }),
  hours: z.coerce
    .number()
    .int()
    .min(1)
    .max(720)
    .default(72)
    .openapi({ format: "int32", description: "Other failures within so many hours before or after." }),
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(100)
    .default(25)
    .openapi({ format: "int32", description: "Other failures at most." }),
});
