import type { SealedEvent } from "../../events/event.ts";
import type { Envelope } from "../../events/log/envelope.ts";
import { isSlow, type LogRange, type TopicPartition } from "../../events/log/port.ts";
import type { Tenant } from "../../tenancy/context.ts";
import type { RangeTable } from "../../warehouse/queries/pipeline/storedOffsets.ts";
import type { Outcome } from "../outcome.ts";

/** One record on its way into the warehouse. */
export interface StoredRecord extends TopicPartition {
  readonly offset: number;
  readonly tenant: Tenant;
  readonly envelope: Envelope<SealedEvent>;
  readonly event: SealedEvent;
  /** hash(source, id), decimal. */
  readonly idHash: string;
  /** hash(source, corrects), decimal; null when it corrects nothing. */
  readonly targetHash: string | null;
  /** ok = to be stored, drop = a duplicate, dead = to quarantine with its reason. */
  verdict: Outcome;
}

/** How a delivery is to be folded again. */
export interface Touch {
  /** Nobody is to be told of what follows. */
  readonly quiet: boolean;
  /** What follows stays in the slow lane. */
  readonly slow: boolean;
}

/** What the steps of the store stage hand on: closed ranges of raw topic partitions of one lane, stored together. */
export interface StoreState {
  readonly ranges: readonly LogRange[];
  /** What the tokens of the inserts begin with. */
  token: string;
  /** The range, when the ledger held it already: what is stored must be compared before anything is inserted. */
  reopened: LogRange | null;
  records: StoredRecord[];
  /** Where each known correction points, by `tenant_key:hash`. */
  readonly links: Map<string, string>;
  stored: ReadonlyMap<RangeTable, ReadonlySet<number>>;
  /** Deliveries to fold again, by tenant key. */
  readonly touched: Map<number, Map<string, Touch>>;
}

export function newStoreState(ranges: readonly LogRange[]): StoreState {
  return {
    ranges,
    token: "",
    reopened: null,
    records: [],
    links: new Map(),
    stored: new Map(),
    touched: new Map(),
  };
}

export function tenantsOf(records: readonly StoredRecord[]): Tenant[] {
  return [...new Map(records.map((record) => [record.tenant.key, record.tenant])).values()];
}

/** Marks a delivery to be folded again; events without one touch none. One that is not quiet, or not slow, decides. */
export function touch(
  state: StoreState,
  tenantKey: number,
  deliveryId: string | undefined,
  by: readonly StoredRecord[],
): void {
  if (deliveryId === undefined || deliveryId === "") return;
  const ids = state.touched.get(tenantKey) ?? new Map<string, Touch>();
  const before = ids.get(deliveryId);
  const quiet = (before?.quiet ?? true) && by.every(({ envelope }) => envelope.quiet === true);
  const slow = (before?.slow ?? true) && by.every(({ topic }) => isSlow(topic));
  state.touched.set(tenantKey, ids.set(deliveryId, { quiet, slow }));
}

/** The records that the judge let pass. */
export function accepted(state: StoreState): StoredRecord[] {
  return state.records.filter((record) => record.verdict.kind === "ok");
}
