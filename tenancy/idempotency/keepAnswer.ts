import { and, eq, isNull } from "drizzle-orm";
import { idempotencyKeys as keys } from "../../drizzle/schema/idempotency.ts";
import type { Tx } from "../database.ts";
import { DomainError } from "../errors.ts";
import type { Keyring } from "../keyring.ts";
import { type Claim, type KeptAnswer, ownerOf, sealedFor } from "./keptRequest.ts";

/**
 * Keeps the answer in the transaction that did the work, so that neither exists without the other.
 * @throws DomainError unavailable when another attempt took this one's place: its work must not be committed.
 */
export async function keepAnswer(tx: Tx, keyring: Keyring, claim: Claim, answer: KeptAnswer): Promise<void> {
  const { status, headers, body } = answer;
  const sealed = keyring.encrypt(JSON.stringify({ headers, body }), sealedFor(claim));
  const kept = await tx
    .update(keys)
    .set({ status, answer: sealed })
    .where(and(ownedBy(claim), isNull(keys.status)));
  if (kept.count === 1) return;
  throw new DomainError("unavailable", "The request took too long, and another attempt took its place.");
}

export const ownedBy = (claim: Claim) =>
  and(eq(keys.tenantId, ownerOf(claim)), eq(keys.id, claim.id), eq(keys.worker, claim.worker));
