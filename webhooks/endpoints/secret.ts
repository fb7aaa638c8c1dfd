import { randomBytes } from "node:crypto";
import type { Keyring } from "../../tenancy/keyring.ts";

const PREFIX = "whsec_";

/** A fresh signing secret in the form of Standard Webhooks. */
export function mintSecret(): string {
  return PREFIX + randomBytes(32).toString("base64");
}

/** Sealed for one endpoint: moved to another row, it cannot be opened. */
export function sealSecret(keyring: Keyring, endpointId: string, secret: string): string {
  return keyring.encrypt(secret, `webhook_endpoint/${endpointId}`);
}

export function openSecret(keyring: Keyring, endpointId: string, sealed: string): string {
  return keyring.decrypt(sealed, `webhook_endpoint/${endpointId}`).toString("utf8");
}
