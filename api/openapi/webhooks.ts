import { z } from "@hono/zod-openapi";
import { WEBHOOK_EVENT_TYPES, type WebhookEventType } from "../../webhooks/eventTypes.ts";
import type { App } from "../env.ts";
import { text, time } from "../schemas/common.ts";
import { Failure } from "../schemas/failure.ts";
import { Import } from "../schemas/import.ts";
import { QualityAlert } from "../schemas/quality.ts";
import { Recommendation } from "../schemas/recommendation.ts";

const SUMMARIES: Readonly<Record<WebhookEventType, string>> = {
  "failure.detected": "A delivery failed; the first analysis follows",
  "failure.analyzed": "A failure was explained",
  "failure.reanalyzed": "A failure's explanation changed",
  "failure.withdrawn": "A failure turned out to be none",
  "recommendation.created": "Several failures speak for an action that was not recommended before",
  "import.finished": "An import has ended: finished, or failed as a whole",
  "quality.alert": "Too much of a source is refused, or that is over",
};

const dataOf = (type: WebhookEventType) => {
  if (type === "import.finished") return Import;
  if (type === "quality.alert") return QualityAlert;
  return type === "recommendation.created" ? Recommendation : Failure;
};

const headers = z.object({
  "webhook-id": text(64).openapi({ description: "The message's id: the same on every attempt." }),
  "webhook-timestamp": text(20).openapi({ description: "Unix seconds of this attempt." }),
  "webhook-signature": text(2000).openapi({ description: "Standard Webhooks 1.0: `v1,` and HMAC-SHA-256." }),
});

/** Documents what endpoints are sent: the REST object, signed, at least once and in no order. */
export function registerWebhooks(app: App): void {
  for (const type of WEBHOOK_EVENT_TYPES) {
    const body = z.object({ type: z.literal(type), timestamp: time(), data: dataOf(type) });
    app.openAPIRegistry.registerWebhook({
      method: "post",
      path: type,
      operationId: type.replace(/\.(.)/, (_, letter: string) => letter.toUpperCase()),
      tags: ["Webhook endpoints"],
      summary: SUMMARIES[type],
      request: { headers, body: { required: true, content: { "application/json": { schema: body } } } },
      responses: { 204: { description: "Any 2xx says that it was taken; anything else has it sent again." } },
    });
  }
}
