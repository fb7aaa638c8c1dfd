import { recommendationChecks } from "../../drizzle/schema/attribution.ts";
import { withSystem } from "../../tenancy/database.ts";
import type { AnalyseState } from "../analyse/state.ts";
import { ok } from "../outcome.ts";
import type { PipelineDeps } from "../ports.ts";
import type { Step } from "../stage.ts";

/** Failures of one minute are summed up together. */
const HOLD_MS = 5_000;

/** Notes whose recommendations are to be summed up anew, since their failures have new answers. */
export function markDue({ db }: Pick<PipelineDeps, "db">): Step<AnalyseState> {
  return {
    name: "mark_recommendations",
    run: async (state) => {
      const changed = new Set(state.newFailures.map(({ tenant_key }) => tenant_key));
      const ids = new Set(
        state.detected.flatMap(({ tenant }) => (changed.has(tenant.key) ? [tenant.id] : [])),
      );
      if (ids.size === 0) return ok;
      const dueAt = new Date(Date.now() + HOLD_MS);
      // One order everywhere, so that two writers never wait for each other.
      const rows = [...ids].sort().map((tenantId) => ({ tenantId, dueAt }));
      await withSystem(db, "analyse: recommendations due", (tx) =>
        tx.insert(recommendationChecks).values(rows).onConflictDoNothing(),
      );
      return ok;
    },
  };
}
