import type { AppendOutcome, LogAppend } from "./port.ts";

type Append = (records: readonly LogAppend[]) => Promise<readonly AppendOutcome[]>;

export interface Bounds {
  /** What may wait in this process for the log, in the measure of `sizeOf`. */
  readonly total: number;
  /** What of it may be one tenant's, so that no tenant fills it. */
  readonly each: number;
  readonly sizeOf: (record: LogAppend) => number;
}

const BUSY: AppendOutcome = { ok: false, reason: "the event log is busy" };
const TOO_MUCH: AppendOutcome = { ok: false, reason: "too much of this tenant waits for the event log" };

/**
 * The same appends while there is room for them: beyond `total` the log says that it is busy instead of filling the
 * memory, beyond `each` it says so to that tenant alone. What comes in one call is refused before it begins or taken
 * whole, so the bounds may be passed by one call.
 */
export function boundAppends(append: Append, { total, each, sizeOf }: Bounds): Append {
  const byOwner = new Map<string, number>();
  let held = 0;
  const add = (owner: string, size: number) => {
    held += size;
    const now = (byOwner.get(owner) ?? 0) + size;
    if (now > 0) byOwner.set(owner, now);
    else byOwner.delete(owner);
  };
  return async (records) => {
    if (held > total) return records.map(() => BUSY);
    const sizes = new Map<string, number>();
    for (const record of records) {
      const owner = ownerOf(record);
      if ((byOwner.get(owner) ?? 0) <= each) sizes.set(owner, (sizes.get(owner) ?? 0) + sizeOf(record));
    }
    const taken = records.filter((record) => sizes.has(ownerOf(record)));
    for (const [owner, size] of sizes) add(owner, size);
    try {
      const outcomes = await append(taken);
      if (taken.length === records.length) return outcomes;
      let next = 0;
      return records.map((record) => (sizes.has(ownerOf(record)) ? (outcomes[next++] ?? BUSY) : TOO_MUCH));
    } finally {
      for (const [owner, size] of sizes) add(owner, -size);
    }
  };
}

/** A key begins with its tenant. */
function ownerOf({ key }: LogAppend): string {
  const end = key.indexOf(":");
  return end < 0 ? key : key.slice(0, end);
}
