import { findIdentities, type IdentityRow } from "../../warehouse/queries/pipeline/identity.ts";
import { dead, drop, ok, type Outcome } from "../outcome.ts";
import type { PipelineDeps } from "../ports.ts";
import type { Step } from "../stage.ts";
import { accepted, type StoredRecord, type StoreState, tenantsOf } from "./state.ts";

export const CONFLICT = "event_id_conflict";
export const DUPLICATE = "duplicate";

interface Holder {
  readonly contentHash: string;
  readonly deliveryId: string;
}

const keyOf = (tenantKey: number, idHash: string) => `${tenantKey}:${idHash}`;

/**
 * The one judge of its identities: first come is stored, the same content again is a duplicate, other content under
 * the same id is a conflict. A row at the record's own position is the record itself, stored before a restart.
 */
export function judgeIdentities({ warehouse }: Pick<PipelineDeps, "warehouse">): Step<StoreState> {
  return {
    name: "judge",
    run: async (state) => {
      const candidates = accepted(state);
      if (candidates.length === 0) return ok;
      const hashes = candidates.flatMap((r) => (r.targetHash === null ? [r.idHash] : [r.idHash, r.targetHash]));
      const rows = await findIdentities(warehouse.forTenants(tenantsOf(candidates)), hashes);
      const holders = new Map(
        rows
          .filter((row) => !isOfRange(row, state))
          .map((row) => [keyOf(row.tenant_key, row.id_hash), toHolder(row)] as const),
      );
      for (const record of candidates) {
        record.verdict = judge(record, holders);
        if (record.verdict.kind === "ok") touch(state, record, holders);
      }
      return ok;
    },
  };
}

function isOfRange(row: IdentityRow, { range }: StoreState): boolean {
  const offset = Number(row.log_offset);
  return (
    row.log_topic === range.topic &&
    row.log_partition === range.partition &&
    offset >= range.first &&
    offset <= range.last
  );
}

const toHolder = (row: IdentityRow): Holder => ({ contentHash: row.content_hash, deliveryId: row.delivery_id });

function judge(record: StoredRecord, holders: Map<string, Holder>): Outcome {
  const key = keyOf(record.tenant.key, record.idHash);
  const holder = holders.get(key);
  if (holder) return holder.contentHash === record.envelope.content_hash ? drop(DUPLICATE) : dead(CONFLICT);
  holders.set(key, { contentHash: record.envelope.content_hash, deliveryId: record.event.delivery_id ?? "" });
  return ok;
}

/** The record's own delivery and that of its target, which may be another one, are to be folded again. */
function touch(state: StoreState, record: StoredRecord, holders: ReadonlyMap<string, Holder>): void {
  const target = record.targetHash === null ? undefined : holders.get(keyOf(record.tenant.key, record.targetHash));
  for (const id of [record.event.delivery_id, target?.deliveryId]) {
    if (id === undefined || id === "") continue;
    const ids = state.touched.get(record.tenant.key) ?? new Set<string>();
    state.touched.set(record.tenant.key, ids.add(id));
  }
}
