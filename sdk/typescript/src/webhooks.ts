import type { WebhookEvent } from "./generated/webhookEvents.ts";

export type * from "./generated/webhookEvents.ts";

export interface VerifyOptions {
  /** How far the sender's clock may be from this one; 300 unless told. */
  readonly toleranceSeconds?: number | undefined;
  /** Milliseconds since 1970, in place of the clock. */
  readonly now?: number | undefined;
}

export type WebhookHeaders = Headers | Readonly<Record<string, string | readonly string[] | undefined>>;

/** The message is not to be trusted; `message` says what is wrong with it. */
export class WebhookVerificationError extends Error {
  override name = "WebhookVerificationError";
}

/**
 * Checks a webhook's signature (Standard Webhooks, v1) and answers its event.
 *
 * @param payload The body as it came. Parsed and written again it would have other bytes.
 * @param secrets `whsec_...`, or several while a secret is being replaced.
 * @throws WebhookVerificationError for whatever is not signed by one of the secrets, too old or too far ahead
 */
export async function verifyWebhook<T = WebhookEvent>(
  payload: string | Uint8Array | ArrayBuffer,
  headers: WebhookHeaders,
  secrets: string | readonly string[],
  { toleranceSeconds = 300, now = Date.now() }: VerifyOptions = {},
): Promise<T> {
  const id = read(headers, "webhook-id");
  const at = read(headers, "webhook-timestamp");
  if (!/^\d{1,15}$/.test(at)) fail("webhook-timestamp is not a number");
  if (Math.abs(now / 1000 - Number(at)) > toleranceSeconds) fail("webhook-timestamp is too far from now");
  const signatures = read(headers, "webhook-signature")
    .split(" ")
    .filter((signature) => signature.startsWith("v1,"))
    .map((signature) => fromBase64(signature.slice(3)));
  const body = typeof payload === "string" ? encode(payload) : new Uint8Array(payload);
  const signed = join(encode(`${id}.${at}.`), body);
  const keys = await Promise.all([secrets].flat().map(toKey));
  // `verify` compares in constant time; all are tried, so that the time does not tell which one fits.
  const checks = keys.flatMap((key) =>
    signatures.map((given) => given && crypto.subtle.verify("HMAC", key, given, signed)),
  );
  if (!(await Promise.all(checks)).includes(true)) fail("no signature fits");
  return JSON.parse(new TextDecoder().decode(body)) as T;
}

function read(headers: WebhookHeaders, name: string): string {
  const given =
    headers instanceof Headers
      ? headers.get(name)
      : Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1];
  return (given && String(given)) || fail(`${name} is missing`);
}

/** @throws TypeError for a secret that is none: that is a mistake of the receiver, not of the sender */
async function toKey(secret: string) {
  const bytes = fromBase64(secret.replace(/^whsec_/, ""));
  if (!bytes?.length) throw new TypeError("the webhook secret is not base64");
  return crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, ["verify"]);
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}

function encode(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

function join(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(a.length + b.length);
  joined.set(a);
  joined.set(b, a.length);
  return joined;
}

function fail(message: string): never {
  throw new WebhookVerificationError(message);
}
