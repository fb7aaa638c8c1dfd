import { createRoute, z } from "@hono/zod-openapi";
import { createEndpoint } from "../../webhooks/endpoints/createEndpoint.ts";
import { deleteEndpoint } from "../../webhooks/endpoints/deleteEndpoint.ts";
import { getEndpoint } from "../../webhooks/endpoints/getEndpoint.ts";
import { listEndpoints } from "../../webhooks/endpoints/listEndpoints.ts";
import { rotateSecret } from "../../webhooks/endpoints/rotateSecret.ts";
import { updateEndpoint } from "../../webhooks/endpoints/updateEndpoint.ts";
import { toApiEndpoint, toApiEndpointWithSecret } from "../convert/webhookEndpoint.ts";
import type { App } from "../env.ts";
import { readJsonBody } from "../http/body.ts";
import { cursorScope, decodeCursor, pageAt } from "../http/page.ts";
import { empty, json, jsonBody, problems, secured } from "../openapi/answers.ts";
import { idParam, pageQuery } from "../schemas/common.ts";
import {
  WebhookEndpoint,
  WebhookEndpointCreate,
  WebhookEndpointPage,
  WebhookEndpointUpdate,
  WebhookEndpointWithSecret,
} from "../schemas/webhookEndpoint.ts";

const tags = ["Webhook endpoints"];
const params = idParam("wep_");
const bodyProblems = ["invalid_request", "too_large", "unsupported_media_type", "unprocessable"] as const;

const listAll = createRoute({
  method: "get",
  path: "/v1/webhook-endpoints",
  operationId: "listWebhookEndpoints",
  tags,
  summary: "List webhook endpoints",
  ...secured("webhooks:read"),
  request: { query: z.object(pageQuery) },
  responses: { 200: json(WebhookEndpointPage, "A page of endpoints."), ...problems("invalid_request") },
});

const create = createRoute({
  method: "post",
  path: "/v1/webhook-endpoints",
  operationId: "createWebhookEndpoint",
  tags,
  summary: "Add an endpoint that is told of what happens",
  ...secured("webhooks:write"),
  middleware: [readJsonBody] as const,
  request: { body: jsonBody(WebhookEndpointCreate) },
  responses: {
    201: json(
      WebhookEndpointWithSecret,
      "The endpoint; its signing secret is shown here and by rotation only.",
    ),
    ...problems(...bodyProblems, "conflict"),
  },
});

const getOne = createRoute({
  method: "get",
  path: "/v1/webhook-endpoints/{id}",
  operationId: "getWebhookEndpoint",
  tags,
  summary: "Read one endpoint, without its secret",
  ...secured("webhooks:read"),
  request: { params },
  responses: { 200: json(WebhookEndpoint, "The endpoint."), ...problems("not_found") },
});

const update = createRoute({
  method: "patch",
  path: "/v1/webhook-endpoints/{id}",
  operationId: "updateWebhookEndpoint",
  tags,
  summary: "Change an endpoint; members that are absent stay",
  ...secured("webhooks:write"),
  middleware: [readJsonBody] as const,
  request: { params, body: jsonBody(WebhookEndpointUpdate) },
  responses: {
    200: json(WebhookEndpoint, "The endpoint as it is now."),
    ...problems(...bodyProblems, "not_found"),
  },
});

const remove = createRoute({
  method: "delete",
  path: "/v1/webhook-endpoints/{id}",
  operationId: "deleteWebhookEndpoint",
  tags,
  summary: "Remove an endpoint; what waits for it is not sent",
  ...secured("webhooks:write"),
  request: { params },
  responses: { 204: empty("It is gone."), ...problems("not_found") },
});

const rotate = createRoute({
  method: "post",
  path: "/v1/webhook-endpoints/{id}/rotate-secret",
  operationId: "rotateWebhookEndpointSecret",
  tags,
  summary: "Give a new signing secret; the old one signs beside it for a day",
  ...secured("webhooks:write"),
  request: { params },
  responses: {
    200: json(WebhookEndpointWithSecret, "The endpoint with its new secret."),
    ...problems("not_found"),
  },
});

export function registerWebhookEndpoints(app: App): void {
  app.openapi(listAll, async (c) => {
    const { limit, cursor } = c.req.valid("query");
    const scope = cursorScope(c);
    const after = decodeCursor<{ created_at: string; id: string }>(scope, cursor);
    const page = await listEndpoints(c.get("ctx"), { limit, after: after ?? null });
    return c.json(pageAt(scope, page.items.map(toApiEndpoint), page.next), 200);
  });

  app.openapi(create, async (c) => {
    const made = await createEndpoint(c.get("ctx"), c.get("deps"), c.req.valid("json"));
    return c.json(toApiEndpointWithSecret(made), 201);
  });

  app.openapi(getOne, async (c) => {
    return c.json(toApiEndpoint(await getEndpoint(c.get("ctx"), c.req.valid("param").id)), 200);
  });

  app.openapi(update, async (c) => {
    const changed = await updateEndpoint(
      c.get("ctx"),
      c.get("deps"),
      c.req.valid("param").id,
      c.req.valid("json"),
    );
    return c.json(toApiEndpoint(changed), 200);
  });

  app.openapi(remove, async (c) => {
    await deleteEndpoint(c.get("ctx"), c.req.valid("param").id);
    return c.body(null, 204);
  });

  app.openapi(rotate, async (c) => {
    const rotated = await rotateSecret(c.get("ctx"), c.get("deps"), c.req.valid("param").id);
    return c.json(toApiEndpointWithSecret(rotated), 200);
  });
}
