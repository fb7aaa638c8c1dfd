/** What can be subscribed to. A type is listed once something sends it. */
export const WEBHOOK_EVENT_TYPES = [
  "failure.detected",
  "failure.analyzed",
  "failure.reanalyzed",
  "failure.withdrawn",
  "recommendation.created",
  "import.finished",
  "quality.alert",
] as const;
export type WebhookEventType = (typeof WEBHOOK_EVENT_TYPES)[number];

export function isWebhookEventType(type: string): type is WebhookEventType {
  return (WEBHOOK_EVENT_TYPES as readonly string[]).includes(type);
}
