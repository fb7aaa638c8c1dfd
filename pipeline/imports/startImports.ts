import { setTimeout as pause } from "node:timers/promises";
import { createGate } from "./awaitRoom.ts";
import { type Claim, claimImport } from "./claimImport.ts";
import type { ImportDeps } from "./deps.ts";
import { workOn } from "./workOn.ts";

export interface Imports {
  /** Claims nothing more; what is in hand stops behind its chunk, for another worker to go on. */
  close(): Promise<void>;
}

/** Imports of different tenants that one process works on at a time, so that a large one keeps nobody waiting. */
const SLOTS = 3;
const POLL_MS = 500;

/** Works on imports of all tenants, beside any number of other processes, until closed. Postgres holds all state. */
export async function startImports(deps: ImportDeps): Promise<Imports> {
  const stop = new AbortController();
  const gate = createGate(deps.eventLog);
  const inHand = new Set<Promise<void>>();
  const run = async () => {
    while (!stop.signal.aborted) {
      const claim = inHand.size < SLOTS ? await tryClaim(deps) : null;
      if (claim) {
        const work = workOn(deps, gate, claim, stop.signal).then(() => void inHand.delete(work));
        inHand.add(work);
      } else {
        await pause(POLL_MS, undefined, { signal: stop.signal }).catch(() => {});
      }
    }
  };
  const running = run();
  return {
    async close() {
      stop.abort(new Error("the process stops"));
      await running;
      await Promise.all(inHand);
    },
  };
}

async function tryClaim(deps: ImportDeps): Promise<Claim | null> {
  try {
    return await claimImport(deps.db);
  } catch (error) {
    deps.log.warn({ err: error }, "cannot look for imports");
    return null;
  }
}
