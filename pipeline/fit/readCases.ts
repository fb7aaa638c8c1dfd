import { correlate } from "../../analysis/correlate/correlate.ts";
import type { FitCase } from "../../analysis/fit/types.ts";
import type { StageNorms } from "../../analysis/norms/types.ts";
import type { Correlation, Feature } from "../../analysis/types.ts";
import type { LogRange } from "../../events/log/port.ts";
import type { Tenant } from "../../tenancy/context.ts";
import { findFitFailures } from "../../warehouse/queries/pipeline/fitCases.ts";
import { loadCases } from "../analyse/loadCases.ts";
import { loadSurroundings } from "../analyse/loadSurroundings.ts";
import { type Case, newAnalyseState } from "../analyse/state.ts";
import type { PipelineDeps } from "../ports.ts";

/** Failures of one fit at most, the latest: what was long ago says little of today, and memory is bounded. */
const MOST_CASES = 20_000;
/** Deliveries gathered at once. */
const BATCH = 300;

type Deps = Pick<PipelineDeps, "db" | "warehouse">;

/** A failure as the fit reads it, and, where its cause was confirmed, as the model in force sees it. */
export interface ReadCase extends FitCase {
  readonly asInForce: Correlation | null;
}

export interface NormsOf {
  readonly fitted: StageNorms;
  /** Absent: the experts' limits hold. */
  readonly inForce: StageNorms | undefined;
}

/**
 * A tenant's failures with what was observed of each, held against these norms, and what was confirmed; the oldest
 * first. Evidence is gathered as for the analysis, batch by batch; only what the fit weighs is kept.
 */
export async function readCases(
  deps: Deps,
  tenant: Tenant,
  norms: NormsOf,
  limit = MOST_CASES,
): Promise<readonly ReadCase[]> {
  const rows = await findFitFailures(deps.warehouse.forTenant(tenant), limit);
  const chosen = new Set(rows.map(({ failure_id }) => failure_id));
  const deliveries = [...new Set(rows.map(({ delivery_id }) => delivery_id))];
  const cases: ReadCase[] = [];
  for (let at = 0; at < deliveries.length; at += BATCH) {
    const gathered = await gather(deps, tenant, deliveries.slice(at, at + BATCH));
    for (const one of gathered) if (chosen.has(one.row.failure_id)) cases.push(toFitCase(one, norms));
  }
  return cases.sort(
    (a, b) =>
      a.failure.occurredAt - b.failure.occurredAt || (a.failure.failureId < b.failure.failureId ? -1 : 1),
  );
}

const NO_RANGE: LogRange = { topic: "failures_detected", partition: 0, first: 0, last: 0, records: [] };

/** The same steps as the analysis takes, over a range of their own. */
async function gather(deps: Deps, tenant: Tenant, deliveries: readonly string[]): Promise<readonly Case[]> {
  const state = newAnalyseState([NO_RANGE]);
  state.detected = deliveries.map((deliveryId) => ({
    tenant,
    deliveryId,
    range: NO_RANGE,
    offset: 0,
    failureIds: [],
    sweptAt: null,
    quiet: true,
  }));
  await loadCases(deps).run(state);
  await loadSurroundings(deps).run(state);
  return state.cases;
}

function toFitCase({ failure, around, feedback }: Case, norms: NormsOf): ReadCase {
  const observe = (by: StageNorms | undefined): Correlation => {
    const { features } = correlate(failure, by ? { ...around, norms: by } : around);
    return { features: features.map(slim) };
  };
  return {
    failure: { ...failure, refs: {}, earlier: [] },
    correlation: observe(norms.fitted),
    confirmed: feedback?.confirmedCause ?? null,
    asInForce: feedback ? observe(norms.inForce) : null,
  };
}

/** What the model weighs of a feature; its words and events are left where they are. */
function slim({ name, level, observed, minutesBefore, distanceKm }: Feature): Feature {
  return {
    ...{ name, level, observed, minutesBefore, distanceKm },
    normal: null,
    unit: null,
    statement: "",
    events: [],
  };
}
