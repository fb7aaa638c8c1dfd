import { and, isNull } from "drizzle-orm";
import { idempotencyKeys as keys } from "../../drizzle/schema/idempotency.ts";
import { ownedBy } from "./keepAnswer.ts";
import { type Claim, type KeptDeps, withOwner } from "./keptRequest.ts";

/** Gives the place up without an answer: the next attempt begins anew. Does nothing to a request that has one. */
export async function releaseRequest({ db }: Pick<KeptDeps, "db">, claim: Claim): Promise<void> {
  await withOwner(db, claim, (tx) => tx.delete(keys).where(and(ownedBy(claim), isNull(keys.status))));
}
