import { hash } from "node:crypto";

/** First 64 bits of SHA-256 over source and id, unsigned decimal: the identity of an event within its tenant. */
export function idHash(source: string, id: string): string {
  return BigInt(`0x${hash("sha256", `${source}\u001f${id}`, "hex").slice(0, 16)}`).toString();
}

/** Key of a raw record in the log: the identity within its tenant decides the partition, so that one consumer judges it. */
export function rawKey(tenantKey: number, identity: string): string {
  return `${tenantKey}:${identity}`;
}

/** The identity that a raw record's key was made of. */
export function identityIn(key: string): string {
  return key.slice(key.indexOf(":") + 1);
}
