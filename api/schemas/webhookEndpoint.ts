import { z } from "@hono/zod-openapi";
import { WEBHOOK_EVENT_TYPES } from "../../webhooks/eventTypes.ts";
import { list, pageOf, text, time } from "./common.ts";
import { WEBHOOK_ENDPOINT_EXAMPLE } from "./examples.ts";

const fields = {
  url: z.url().max(2048).openapi({ example: "https://example.com/hooks/dfras" }),
  event_types: z
    .array(z.enum(WEBHOOK_EVENT_TYPES))
    .min(1)
    .max(50)
    .openapi({ example: ["failure.analyzed"] }),
  description: text(500),
  enabled: z.boolean(),
};

export const WebhookEndpoint = z
  .object({
    id: text(64).openapi({ example: "wep_01kagz6v3m8q2x4n7c5b9d1e0f" }),
    url: text(2048),
    event_types: list(text(64), 50),
    description: text(500),
    enabled: z.boolean(),
    disabled_reason: text(500).nullable(),
    created_at: time(),
  })
  .openapi("WebhookEndpoint", { example: WEBHOOK_ENDPOINT_EXAMPLE });

export const WebhookEndpointWithSecret = WebhookEndpoint.extend({
  secret: text(200).openapi({
    description: "Signing secret; shown here and nowhere else.",
    example: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
  }),
}).openapi("WebhookEndpointWithSecret", {
  example: { ...WEBHOOK_ENDPOINT_EXAMPLE, secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw" },
});

export const WebhookEndpointCreate = z
  .strictObject({
    ...fields,
    description: fields.description.default(""),
    enabled: fields.enabled.default(true),
  })
  .openapi("WebhookEndpointCreate", {
    example: { url: "https://example.com/hooks/dfras", event_types: ["failure.analyzed"] },
  });

export const WebhookEndpointUpdate = z
  .strictObject(fields)
  .partial()
  .openapi("WebhookEndpointUpdate", { example: { enabled: false } });

export const WebhookEndpointPage = pageOf(WebhookEndpoint, "WebhookEndpointPage", WEBHOOK_ENDPOINT_EXAMPLE);
