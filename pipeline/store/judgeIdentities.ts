import { findIdentities, type IdentityRow } from "../../warehouse/queries/pipeline/identity.ts";
import { dead, drop, type Outcome, ok } from "../outcome.ts";
import type { PipelineDeps } from "../ports.ts";
import type { Step } from "../stage.ts";
import { accepted, type StoredRecord, type StoreState, tenantsOf, touch } from "./state.ts";

export const CONFLICT = "event_id_conflict";
export const DUPLICATE = "duplicate";

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
      const rows = await findIdentities(
        warehouse.forTenants(tenantsOf(candidates)),
        candidates.map((record) => record.idHash),
      );
      const holders = new Map(
        rows
          .filter((row) => !isOfRange(row, state))
          .map((row) => [keyOf(row.tenant_key, row.hash), row.content_hash] as const),
      );
      for (const record of candidates) {
        record.verdict = judge(record, holders);
        if (record.verdict.kind === "ok") touch(state, record.tenant.key, record.event.delivery_id, [record]);
      }
      return ok;
    },
  };
}

function isOfRange(row: IdentityRow, { ranges }: StoreState): boolean {
  const offset = Number(row.log_offset);
  return ranges.some(
    ({ topic, partition, first, last }) =>
      row.log_topic === topic && row.log_partition === partition && offset >= first && offset <= last,
  );
}

/** `holders` are the content hashes by identity, of earlier ranges and of these so far. */
function judge(record: StoredRecord, holders: Map<string, string>): Outcome {
  const key = keyOf(record.tenant.key, record.idHash);
  const held = holders.get(key);
  if (held !== undefined) return held === record.envelope.content_hash ? drop(DUPLICATE) : dead(CONFLICT);
  holders.set(key, record.envelope.content_hash);
  return ok;
}
