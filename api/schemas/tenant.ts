import { z } from "@hono/zod-openapi";
import { ApiKeyWithSecret } from "./apiKey.ts";
import { pageOf, text, time } from "./common.ts";
import { API_KEY_EXAMPLE, KEY_SECRET_EXAMPLE, TENANT_EXAMPLE } from "./examples.ts";

const eventsPerSecond = z.int().min(1).max(1_000_000);
const placement = z.enum(["pooled", "dedicated"]);

export const Tenant = z
  .object({
    id: text(64).openapi({ example: "ten_01kagz6v3m8q2x4n7c5b9d1e0f" }),
    name: text(200),
    slug: text(63),
    mode: z.enum(["live", "test"]),
    placement,
    status: z.enum(["active", "suspended", "closed"]),
    events_per_second: eventsPerSecond.openapi({
      description: "Events that it may send in a second, on average over ten; its sandbox as many.",
    }),
    created_at: time(),
  })
  .openapi("Tenant", { example: TENANT_EXAMPLE });

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
  .openapi("TenantCreate", { example: { name: "Acme Logistics", slug: "acme", placement: "pooled" } });

export const TenantCreated = z
  .object({ tenant: Tenant, api_key: ApiKeyWithSecret, test_api_key: ApiKeyWithSecret })
  .openapi("TenantCreated", {
    example: {
      tenant: TENANT_EXAMPLE,
      api_key: { ...API_KEY_EXAMPLE, secret: KEY_SECRET_EXAMPLE },
      test_api_key: { ...API_KEY_EXAMPLE, secret: KEY_SECRET_EXAMPLE },
    },
  });

export const TenantChange = z
  .strictObject({
    events_per_second: eventsPerSecond
      .nullable()
      .openapi({ description: "Null: what every tenant may send." }),
    status: z.enum(["active", "suspended"]),
  })
  .partial()
  .openapi("TenantChange", { example: { events_per_second: 5_000 } });

export const TenantPage = pageOf(Tenant, "TenantPage", TENANT_EXAMPLE);
