import { Webhook } from "svix";

/**
 * The headers of Standard Webhooks 1.0 for one attempt: a v1 signature (HMAC-SHA-256) by each live secret.
 * The time is that of the attempt, so that a late retry is not taken for a replay.
 */
export function signedHeaders(
  messageId: string,
  payload: string,
  secrets: readonly string[],
  now: Date,
): Record<string, string> {
  return {
    "content-type": "application/json",
    "user-agent": "DFRAS-Webhooks/1.0",
    "webhook-id": messageId,
    "webhook-timestamp": String(Math.floor(now.getTime() / 1000)),
    "webhook-signature": secrets.map((secret) => new Webhook(secret).sign(messageId, now, payload)).join(" "),
  };
}
