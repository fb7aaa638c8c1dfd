import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { verifyWebhook, WebhookVerificationError } from "./webhooks.ts";

const secretOf = (text: string) => `whsec_${Buffer.from(text).toString("base64")}`;
const SECRET = secretOf("the secret of this endpoint");
const OLD = secretOf("the secret it had before this");
const NOW = Date.parse("2026-11-20T10:00:00Z");
const BODY = JSON.stringify({
  type: "failure.analyzed",
  timestamp: "2026-11-20T10:00:00Z",
  data: { id: "fal_ü" },
});

function sign(body: string, secret = SECRET, at = NOW / 1000) {
  const key = Buffer.from(secret.replace("whsec_", ""), "base64");
  const signature = createHmac("sha256", key).update(`msg_1.${at}.${body}`).digest("base64");
  return { "webhook-id": "msg_1", "webhook-timestamp": String(at), "webhook-signature": `v1,${signature}` };
}
const verify = (body: string, headers: Record<string, string>, secret: string | string[] = SECRET) =>
  verifyWebhook(body, headers, secret, { now: NOW });

test("a signed body is answered as its event, whatever shape body and headers have", async () => {
  const headers = sign(BODY);
  const wanted = { type: "failure.analyzed", data: { id: "fal_ü" } };
  const upper = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toUpperCase(), [value]]),
  );
  for (const body of [BODY, Buffer.from(BODY), new TextEncoder().encode(BODY).buffer]) {
    for (const given of [headers, upper, new Headers(headers)]) {
      expect(await verifyWebhook(body, given, SECRET, { now: NOW })).toMatchObject(wanted);
    }
  }
});

test("several secrets and several signatures: one pair that fits is enough", async () => {
  const both = `v1a,AAAA v1,${"A".repeat(43)}= ${sign(BODY, OLD)["webhook-signature"]}`;
  expect(await verify(BODY, { ...sign(BODY), "webhook-signature": both }, [SECRET, OLD])).toBeDefined();
  await expect(verify(BODY, { ...sign(BODY), "webhook-signature": both }, [SECRET])).rejects.toThrow(
    WebhookVerificationError,
  );
});

test("whatever was changed, is missing, is too old or too far ahead is refused", async () => {
  const headers = sign(BODY);
  const without = (name: string) =>
    Object.fromEntries(Object.entries(headers).filter(([key]) => key !== name));
  const cases: [string, Record<string, string>][] = [
    [`${BODY} `, headers],
    [BODY, { ...headers, "webhook-id": "msg_2" }],
    [BODY, { ...headers, "webhook-timestamp": String(NOW / 1000 + 1) }],
    [BODY, { ...headers, "webhook-timestamp": `${NOW / 1000}x` }],
    [BODY, { ...headers, "webhook-signature": "v1,%%%" }],
    [BODY, { ...headers, "webhook-signature": headers["webhook-signature"].replace("v1,", "v2,") }],
    [BODY, without("webhook-id")],
    [BODY, without("webhook-timestamp")],
    [BODY, without("webhook-signature")],
    [BODY, sign(BODY, OLD)],
    [BODY, sign(BODY, SECRET, NOW / 1000 - 301)],
    [BODY, sign(BODY, SECRET, NOW / 1000 + 301)],
  ];
  for (const [body, given] of cases)
    await expect(verify(body, given)).rejects.toThrow(WebhookVerificationError);
  expect(await verify(BODY, sign(BODY, SECRET, NOW / 1000 - 300))).toBeDefined();
});

test("a secret that is none is the receiver's mistake, not a refusal", async () => {
  for (const secret of ["", "whsec_", "whsec_%"])
    await expect(verify(BODY, sign(BODY), secret)).rejects.toThrow(TypeError);
  await expect(verify(BODY, sign(BODY), [])).rejects.toThrow(WebhookVerificationError);
});
