import type { SealedEvent } from "../../events/event.ts";
import type { Envelope } from "../../events/log/envelope.ts";
import type { LogRange } from "../../events/log/port.ts";
import type { Tenant } from "../../tenancy/context.ts";
import type { RangeTable } from "../../warehouse/queries/pipeline/storedOffsets.ts";
import type { Outcome } from "../outcome.ts";

/** One record of the range on its way into the warehouse. */
export interface StoredRecord {
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

/** What the steps of the store stage hand on: one closed range of one raw topic partition. */
export interface StoreState {
  readonly range: LogRange;
  /** True when the ledger held the range already: what is stored must be compared before anything is inserted. */
  reopened: boolean;
  /** True when the ledger says the range was closed: only what follows storing is left to do. */
  alreadyDone: boolean;
  records: StoredRecord[];
  /** Where each known correction points, by `tenant_key:hash`. */
  readonly links: Map<string, string>;
  stored: ReadonlyMap<RangeTable, ReadonlySet<number>>;
  /** Deliveries to fold again, by tenant key, and whether nobody is to be told of what follows. */
  readonly touched: Map<number, Map<string, boolean>>;
}

export function newStoreState(range: LogRange): StoreState {
  return {
    range,
    reopened: false,
    alreadyDone: false,
    records: [],
    links: new Map(),
    stored: new Map(),
    touched: new Map(),
  };
}

export function tenantsOf(records: readonly StoredRecord[]): Tenant[] {
  return [...new Map(records.map((record) => [record.tenant.key, record.tenant])).values()];
}

/** Marks a delivery to be folded again; an event without one touches none. One that is not quiet makes it heard. */
export function touch(
  state: StoreState,
  tenantKey: number,
  deliveryId: string | undefined,
  quiet: boolean,
): void {
  if (deliveryId === undefined || deliveryId === "") return;
  const ids = state.touched.get(tenantKey) ?? new Map<string, boolean>();
  state.touched.set(tenantKey, ids.set(deliveryId, quiet && (ids.get(deliveryId) ?? true)));
}

export function isQuiet({ envelope }: StoredRecord): boolean {
  return envelope.quiet === true;
}

/** The records that the judge let pass. */
export function accepted(state: StoreState): StoredRecord[] {
  return state.records.filter((record) => record.verdict.kind === "ok");
}
