import { createRoute, z } from "@hono/zod-openapi";
import { createKey } from "../../tenancy/keys/createKey.ts";
import { listKeys } from "../../tenancy/keys/listKeys.ts";
import { revokeKey } from "../../tenancy/keys/revokeKey.ts";
import { toApiKey, toApiKeyWithSecret } from "../convert/apiKey.ts";
import type { App } from "../env.ts";
import { readJsonBody } from "../http/body.ts";
import { cursorScope, decodeCursor, toPage } from "../http/page.ts";
import { empty, json, jsonBody, problems, secured } from "../openapi/answers.ts";
import { ApiKeyCreate, ApiKeyPage, ApiKeyWithSecret } from "../schemas/apiKey.ts";
import { idParam, pageQuery } from "../schemas/common.ts";

const tags = ["API keys"];

const listAll = createRoute({
  method: "get",
  path: "/v1/api-keys",
  operationId: "listApiKeys",
  tags,
  summary: "List the tenant's keys, revoked ones too, without their secrets",
  ...secured("api-keys:read"),
  request: { query: z.object(pageQuery) },
  responses: { 200: json(ApiKeyPage, "A page of keys, the newest first."), ...problems("invalid_request") },
});

const create = createRoute({
  method: "post",
  path: "/v1/api-keys",
  operationId: "createApiKey",
  tags,
  summary: "Create a key with scopes of its own",
  ...secured("api-keys:write"),
  middleware: [readJsonBody] as const,
  request: { body: jsonBody(ApiKeyCreate) },
  responses: {
    201: json(ApiKeyWithSecret, "The key; its secret is shown this once."),
    ...problems("invalid_request", "too_large", "unsupported_media_type", "unprocessable"),
  },
});

const revoke = createRoute({
  method: "delete",
  path: "/v1/api-keys/{id}",
  operationId: "revokeApiKey",
  tags,
  summary: "Revoke a key at once and for good",
  ...secured("api-keys:write"),
  request: { params: idParam("key_") },
  responses: { 204: empty("It opens nothing any more."), ...problems("not_found") },
});

export function registerApiKeys(app: App): void {
  app.openapi(listAll, async (c) => {
    const { limit, cursor } = c.req.valid("query");
    const scope = cursorScope(c);
    const rows = await listKeys(c.get("ctx"), {
      limit: limit + 1,
      after: decodeCursor<string>(scope, cursor),
    });
    return c.json(toPage(scope, { rows, limit, position: ({ id }) => id, convert: toApiKey }), 200);
  });

  app.openapi(create, async (c) => {
    const { ip_allow, expires_at, ...input } = c.req.valid("json");
    const expiresAt = expires_at ? new Date(expires_at) : null;
    const key = await createKey(c.get("ctx"), c.get("deps"), { ...input, ipAllow: ip_allow, expiresAt });
    return c.json(toApiKeyWithSecret(key), 201);
  });

  app.openapi(revoke, async (c) => {
    await revokeKey(c.get("ctx"), c.get("deps"), c.req.valid("param").id);
    return c.body(null, 204);
  });
}
