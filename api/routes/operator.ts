import { createRoute, z } from "@hono/zod-openapi";
import { changeTenant } from "../../tenancy/tenants/changeTenant.ts";
import { createTenant } from "../../tenancy/tenants/createTenant.ts";
import { listTenants } from "../../tenancy/tenants/listTenants.ts";
import { toApiKeyWithSecret } from "../convert/apiKey.ts";
import { toApiTenant } from "../convert/tenant.ts";
import type { App } from "../env.ts";
import { readJsonBody } from "../http/body.ts";
import { cursorScope, decodeCursor, toPage } from "../http/page.ts";
import { jsonBody, OPERATOR, plainJson, problemAnswers } from "../openapi/answers.ts";
import { idParam, pageQuery } from "../schemas/common.ts";
import { Tenant, TenantChange, TenantCreate, TenantCreated, TenantPage } from "../schemas/tenant.ts";

const create = createRoute({
  method: "post",
  path: "/v1/operator/tenants",
  operationId: "createTenant",
  tags: ["Operator"],
  summary: "Create a tenant with its sandbox and a first admin key for each",
  ...OPERATOR,
  middleware: [readJsonBody] as const,
  request: { body: jsonBody(TenantCreate) },
  responses: {
    201: plainJson(TenantCreated, "The tenant; its keys' secrets are shown this once."),
    ...problemAnswers(
      "invalid_request",
      "unauthenticated",
      "conflict",
      "too_large",
      "unsupported_media_type",
      "unprocessable",
      "internal",
      "unavailable",
    ),
  },
});

const listAll = createRoute({
  method: "get",
  path: "/v1/operator/tenants",
  operationId: "listTenants",
  tags: ["Operator"],
  summary: "List tenants, the newest first",
  ...OPERATOR,
  request: { query: z.object(pageQuery) },
  responses: {
    200: plainJson(TenantPage, "A page of tenants, without their sandboxes."),
    ...problemAnswers("invalid_request", "unauthenticated", "internal", "unavailable"),
  },
});

const change = createRoute({
  method: "patch",
  path: "/v1/operator/tenants/{id}",
  operationId: "changeTenant",
  tags: ["Operator"],
  summary: "Change a tenant's quota, suspend it or let it go on; the same for its sandbox",
  ...OPERATOR,
  middleware: [readJsonBody] as const,
  request: { params: idParam("ten_"), body: jsonBody(TenantChange) },
  responses: {
    200: plainJson(Tenant, "The tenant as it is now."),
    ...problemAnswers(
      "invalid_request",
      "unauthenticated",
      "not_found",
      "conflict",
      "too_large",
      "unsupported_media_type",
      "unprocessable",
      "internal",
      "unavailable",
    ),
  },
});

export function registerOperator(app: App): void {
  app.openapi(create, async (c) => {
    const { db, keyring, prepare } = c.get("deps");
    const made = await createTenant(
      { db, keyring, prepare, requestId: c.get("requestId") },
      c.req.valid("json"),
    );
    const keys = {
      api_key: toApiKeyWithSecret(made.apiKey),
      test_api_key: toApiKeyWithSecret(made.testApiKey),
    };
    return c.json({ tenant: toApiTenant(made.tenant), ...keys }, 201);
  });

  app.openapi(change, async (c) => {
    const { db, keyring, cache } = c.get("deps");
    const { events_per_second, status } = c.req.valid("json");
    const tenant = await changeTenant(
      { db, keyring, cache, requestId: c.get("requestId") },
      c.req.valid("param").id,
      {
        ...(events_per_second !== undefined && { eventsPerSecond: events_per_second }),
        ...(status !== undefined && { status }),
      },
    );
    return c.json(toApiTenant(tenant), 200);
  });

  app.openapi(listAll, async (c) => {
    const { limit, cursor } = c.req.valid("query");
    const scope = cursorScope(c);
    const rows = await listTenants(c.get("deps").db, {
      limit: limit + 1,
      after: decodeCursor<string>(scope, cursor),
    });
    return c.json(toPage(scope, { rows, limit, position: ({ id }) => id, convert: toApiTenant }), 200);
  });
}
