import type { Database, Tx } from "../database.ts";
import { keepAnswer } from "./keepAnswer.ts";
import { type Claim, type KeptAnswer, type KeptDeps, withOwner } from "./keptRequest.ts";

/** Thrown to undo the work; caught where it began. */
class Undone extends Error {}

/**
 * Does the work and keeps its answer in one transaction: `work` gets a database whose transactions are parts of it.
 * An answer of null undoes everything. A process that dies on the way leaves nothing done.
 */
export async function workOnce(
  deps: KeptDeps,
  claim: Claim,
  work: (db: Database) => Promise<KeptAnswer | null>,
): Promise<"kept" | "undone"> {
  try {
    await withOwner(deps.db, claim, async (tx) => {
      const answer = await work(enlist(deps.db, tx, claim));
      if (answer === null) throw new Undone();
      await keepAnswer(tx, deps.keyring, claim, answer);
    });
    return "kept";
  } catch (error) {
    if (error instanceof Undone) return "undone";
    throw error;
  }
}

/** The same database for whoever works within `tx`: what they begin is a savepoint of it, undone by itself if it fails. */
function enlist(db: Database, tx: Tx, { tenantId }: Claim): Database {
  return { ...db, enlisted: true, [tenantId === null ? "system" : "app"]: tx };
}
