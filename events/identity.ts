import { hash } from "node:crypto";

/** First 64 bits of SHA-256 over source and id, unsigned decimal: the identity of an event within its tenant. */
export function idHash(source: string, id: string): string {
  return BigInt(`0x${hash("sha256", `${source}\u001f${id}`, "hex").slice(0, 16)}`).toString();
}
