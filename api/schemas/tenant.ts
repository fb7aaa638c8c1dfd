import { z } from "@hono/zod-openapi";
import { ApiKeyWithSecret } from "./apiKey.ts";
import { pageOf, text, time } from "./common.ts";

const placement = z.enum(["pooled", "dedicated"]);

export const Tenant = z
  .object({
    id: text(64).openapi({ example: "ten_01kagz6v3m8q2x4n7c5b9d1e0f" }),
    name: text(200),
    slug: text(63),
    mode: z.enum(["live", "test"]),
    placement,
    status: z.enum(["active", "suspended", "closed"]),
    created_at: time(),
  })
  .openapi("Tenant");

export const TenantCreate = z
  .strictObject({
    name: text(200).min(1).openapi({ example: "Acme Logistics" }),
    slug: z
      .string()
      .max(63)
      .regex(/^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/)
      .openapi({ example: "acme" }),
    placement: placement.default("pooled"),
  })
  .openapi("TenantCreate");

export const TenantCreated = z
  .object({ tenant: Tenant, api_key: ApiKeyWithSecret, test_api_key: ApiKeyWithSecret })
  .openapi("TenantCreated");

export const TenantPage = pageOf(Tenant, "TenantPage");
