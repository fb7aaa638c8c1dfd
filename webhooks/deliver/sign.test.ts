import { createHmac } from "node:crypto";
import { Webhook } from "svix";
import { expect, test } from "vitest";
import { mintSecret } from "../endpoints/secret.ts";
import { signedHeaders } from "./sign.ts";

const now = new Date("2026-11-20T08:00:00.900Z");
const payload = JSON.stringify({ type: "failure.analyzed", data: { city: "पुणे" } });

test("the signature is the HMAC that anyone can compute", () => {
  const secret = mintSecret();
  const headers = signedHeaders("msg_1", payload, [secret], now);
  const key = Buffer.from(secret.slice("whsec_".length), "base64");
  const mac = createHmac("sha256", key).update(`msg_1.1795161600.${payload}`).digest("base64");
  expect(key).toHaveLength(32);
  expect(headers).toMatchObject({
    "content-type": "application/json",
    "webhook-id": "msg_1",
    "webhook-timestamp": "1795161600",
    "webhook-signature": `v1,${mac}`,
  });
});

test("while secrets overlap, each of them verifies", () => {
  const secrets = [mintSecret(), mintSecret()];
  const headers = signedHeaders("msg_1", payload, secrets, new Date());
  for (const secret of secrets) expect(() => new Webhook(secret).verify(payload, headers)).not.toThrow();
  expect(() => new Webhook(mintSecret()).verify(payload, headers)).toThrow();
});
