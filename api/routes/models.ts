import { createRoute, z } from "@hono/zod-openapi";
import { getModel, listModels } from "../../pipeline/models/listModels.ts";
import { promoteModel } from "../../pipeline/models/promoteModel.ts";
import { requestFit } from "../../pipeline/models/requestFit.ts";
import { toApiModel } from "../convert/model.ts";
import type { App } from "../env.ts";
import { json, problems, secured } from "../openapi/answers.ts";
import { text } from "../schemas/common.ts";
import { Model, ModelFit, ModelList } from "../schemas/model.ts";

const tags = ["Models"];
const params = z.object({
  model_id: text(64)
    .min(1)
    .openapi({ param: { name: "model_id", in: "path" }, example: "mdl_01kagz6v3m8q2x4n7c5b9d1e0f" }),
});

const listAll = createRoute({
  method: "get",
  path: "/v1/models",
  operationId: "listModels",
  tags,
  summary: "List the models that explain the tenant's failures, the newest first",
  description:
    "Last comes the experts' model, which is in force until one fitted on the tenant's own deliveries does better.",
  ...secured("models:read"),
  responses: { 200: json(ModelList, "The models."), ...problems() },
});

const fit = createRoute({
  method: "post",
  path: "/v1/models",
  operationId: "requestModelFit",
  tags,
  summary: "Have a model fitted on the tenant's own deliveries and confirmed causes",
  description: "Done by itself after enough feedback and as failures grow; this asks for it now.",
  ...secured("models:write"),
  responses: { 202: json(ModelFit, "It is queued; the list shows it within a minute."), ...problems() },
});

const getOne = createRoute({
  method: "get",
  path: "/v1/models/{model_id}/info",
  operationId: "getModelInfo",
  tags,
  summary: "Read one model: what it was fitted on, how well it does, whether it is in force",
  ...secured("models:read"),
  request: { params },
  responses: { 200: json(Model, "The model."), ...problems("not_found") },
});

const promote = createRoute({
  method: "post",
  path: "/v1/models/{model_id}/promote",
  operationId: "promoteModel",
  tags,
  summary: "Bring a model into force: one that was before, or a candidate that does better",
  description:
    "A rollback is the promotion of a retired model, or of `mdl_expert`. A candidate whose log loss on held-out confirmed causes is not lower is refused.",
  ...secured("models:write"),
  request: { params },
  responses: { 200: json(Model, "The model, in force."), ...problems("not_found", "conflict") },
});

export function registerModels(app: App): void {
  app.openapi(listAll, async (c) => {
    const models = await listModels(c.get("ctx"));
    return c.json({ data: models.map(toApiModel) }, 200);
  });

  app.openapi(fit, async (c) => {
    const { requestedAt } = await requestFit(c.get("ctx"));
    return c.json({ status: "queued" as const, requested_at: requestedAt.toISOString() }, 202);
  });

  app.openapi(getOne, async (c) => {
    return c.json(toApiModel(await getModel(c.get("ctx"), c.req.valid("param").model_id)), 200);
  });

  app.openapi(promote, async (c) => {
    return c.json(toApiModel(await promoteModel(c.get("ctx"), c.req.valid("param").model_id)), 200);
  });
}
