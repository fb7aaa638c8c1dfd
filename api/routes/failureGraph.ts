import { createRoute, type z } from "@hono/zod-openapi";
import { readGraph } from "../../pipeline/graph/readGraph.ts";
import type { App } from "../env.ts";
import { json, problems, secured } from "../openapi/answers.ts";
import { idParam } from "../schemas/common.ts";
import { FailureGraph, GraphQuery } from "../schemas/graph.ts";

const graph = createRoute({
  method: "get",
  path: "/v1/failures/{id}/graph",
  operationId: "getFailureGraph",
  tags: ["Failures"],
  summary: "Read what a failure hangs together with, and what else hangs on that",
  description:
    "Nodes are the order, its failure, the entities that it passed through and the conditions at its place; edges from the failure carry the evidence. With `across`, other failures that share a warehouse, a driver, a storm.",
  ...secured("failures:read"),
  request: { params: idParam("fal_"), query: GraphQuery },
  responses: { 200: json(FailureGraph, "The graph."), ...problems("invalid_request", "not_found") },
});

export function registerFailureGraph(app: App): void {
  app.openapi(graph, async (c) => {
    const { id } = c.req.valid("param");
    const found = await readGraph(c.get("ctx"), c.get("deps"), id, c.req.valid("query"));
    // The pipeline's lists are read-only; those of the schema are not.
    return c.json(found as z.infer<typeof FailureGraph>, 200);
  });
}
