import type { SealedEvent } from "../../events/event.ts";
import { identityIn, idHash } from "../../events/identity.ts";
import { decodeEnvelope } from "../../events/log/envelope.ts";
import { mapInSlices } from "../../tenancy/inSlices.ts";
import { ok, retry } from "../outcome.ts";
import type { PipelineDeps } from "../ports.ts";
import type { Step } from "../stage.ts";
import type { StoreState } from "./state.ts";

/** Opens the envelopes and finds their tenants. A newer envelope or an unknown tenant stops the partition, visibly. */
export function readRecords({ tenants }: Pick<PipelineDeps, "tenants">): Step<StoreState> {
  return {
    name: "read",
    run: async (state) => {
      const records = state.ranges.flatMap((range) => range.records);
      const envelopes = await mapInSlices(records, ({ value }) => decodeEnvelope<SealedEvent>(value));
      const byKey = await tenants.byKeys([...new Set(envelopes.map((envelope) => envelope.tenant_key))]);
      for (const [i, record] of records.entries()) {
        const envelope = envelopes[i];
        if (!envelope) continue;
        const tenant = byKey.get(envelope.tenant_key);
        if (!tenant) return retry(`no tenant has key ${envelope.tenant_key} (offset ${record.offset})`);
        const event = envelope.body;
        state.records.push({
          topic: record.topic,
          partition: record.partition,
          offset: record.offset,
          tenant,
          envelope,
          event,
          idHash: identityIn(record.key),
          targetHash: event.corrects === undefined ? null : idHash(event.source, event.corrects),
          verdict: ok,
        });
      }
      return ok;
    },
  };
}
