import type { z } from "@hono/zod-openapi";
import type {
  WebhookEndpoint as Endpoint,
  WebhookEndpointWithSecret as EndpointWithSecret,
} from "../../webhooks/endpoints/endpoint.ts";
import type { WebhookEndpoint, WebhookEndpointWithSecret } from "../schemas/webhookEndpoint.ts";

/** An endpoint as the API shows it. */
export function toApiEndpoint({ event_types, ...rest }: Endpoint): z.infer<typeof WebhookEndpoint> {
  return { ...rest, event_types: [...event_types] };
}

/** An endpoint with the secret that only creating and rotating show. */
export function toApiEndpointWithSecret(
  endpoint: EndpointWithSecret,
): z.infer<typeof WebhookEndpointWithSecret> {
  return { ...toApiEndpoint(endpoint), secret: endpoint.secret };
}
