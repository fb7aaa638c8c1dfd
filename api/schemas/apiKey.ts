import { z } from "@hono/zod-openapi";
import { ROLES, SCOPES } from "../../tenancy/scopes.ts";
import { list, pageOf, text, time } from "./common.ts";
import { API_KEY_EXAMPLE, KEY_SECRET_EXAMPLE } from "./examples.ts";

const role = z.enum(ROLES);
const scope = z.enum(SCOPES);

export const ApiKey = z
  .object({
    id: text(64).openapi({ example: "key_01kagz6v3m8q2x4n7c5b9d1e0f" }),
    name: text(200),
    prefix: text(100).openapi({
      description: "Begin of the key, to tell keys apart.",
      example: "dfk_live_01kagz6v3m8q2x4n7c5b9d1e0f",
    }),
    role: role
      .nullable()
      .openapi({ description: "The role that gave the scopes; null when they were named." }),
    scopes: list(scope, 100),
    sources: list(text(128), 100)
      .nullable()
      .openapi({ description: "Sources that the key may write as; null = any." }),
    ip_allow: list(text(64), 100)
      .nullable()
      .openapi({ description: "Addresses and ranges it may be used from; null = any." }),
    created_at: time(),
    expires_at: time().nullable(),
    revoked_at: time().nullable(),
    last_used_at: time().nullable(),
  })
  .openapi("ApiKey", { example: API_KEY_EXAMPLE });

export const ApiKeyWithSecret = ApiKey.extend({
  secret: text(200).openapi({ description: "The key itself; shown here and nowhere else." }),
}).openapi("ApiKeyWithSecret", { example: { ...API_KEY_EXAMPLE, secret: KEY_SECRET_EXAMPLE } });

export const ApiKeyCreate = z
  .strictObject({
    name: text(200).min(1),
    role: role.optional().openapi({ description: "Give this or `scopes`." }),
    scopes: z.array(scope).min(1).max(100).optional(),
    sources: z.array(text(128).min(1)).min(1).max(100).nullable().optional(),
    ip_allow: z.array(text(64)).min(1).max(100).nullable().optional(),
    expires_at: time().nullable().optional(),
  })
  .openapi("ApiKeyCreate", {
    example: { name: "wms-pune sender", scopes: ["events:write"], sources: ["wms-pune"] },
  });

export const ApiKeyPage = pageOf(ApiKey, "ApiKeyPage", API_KEY_EXAMPLE);
