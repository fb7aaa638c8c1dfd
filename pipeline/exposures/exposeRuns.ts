import type { Surroundings } from "../../analysis/types.ts";
import type { AttemptExposureRow } from "../../warehouse/exposureRows.ts";
import { findExposures } from "../../warehouse/queries/pipeline/exposures.ts";
import { toClickHouseTime } from "../../warehouse/time.ts";
import { gatherSurroundings } from "../analyse/loadSurroundings.ts";
import { type DeliveryRef, deliveryKey } from "../deliveries/loadDeliveries.ts";
import { contentHash } from "../deliveries/toDeliveryRow.ts";
import { ok } from "../outcome.ts";
import type { PipelineDeps } from "../ports.ts";
import type { Step } from "../stage.ts";
import { circumstancesOf } from "./circumstances.ts";
import { listRuns, type Run } from "./listRuns.ts";
import type { ExposuresState } from "./state.ts";

const NOTHING: Surroundings = { delivery: [], entity: [], place: [], masters: {} };

interface Exposed extends Run {
  readonly detected: DeliveryRef;
  around: Surroundings;
}

/** Keeps what each run and promise was exposed to, failed or not, where that differs from what is on record. */
export function exposeRuns({
  warehouse,
  now,
}: Pick<PipelineDeps, "warehouse" | "now">): Step<ExposuresState> {
  return {
    name: "expose",
    run: async (state) => {
      const cases: Exposed[] = state.touched.flatMap((detected) =>
        listRuns(detected.deliveryId, eventsOf(state, detected)).map((run) => ({
          ...run,
          detected,
          around: NOTHING,
        })),
      );
      const reader = warehouse.forTenants(state.touched.map(({ tenant }) => tenant));
      const ids = [...new Set(state.touched.map(({ deliveryId }) => deliveryId))];
      const [before] = await Promise.all([
        findExposures(reader, ids),
        gatherSurroundings(warehouse, { events: state.events, cases }),
      ]);
      const known = new Map(before.map((row) => [rowKey(row), row]));
      for (const one of cases) {
        const row = toRow(one, known, now());
        if (row) state.newExposures.push(row);
      }
      state.newExposures.push(...withoutRun(before, cases, state, now()));
      return ok;
    },
  };
}

const eventsOf = ({ events }: ExposuresState, { tenant, deliveryId }: DeliveryRef) =>
  events.get(deliveryKey(tenant.key, deliveryId)) ?? [];

type Keyed = Pick<AttemptExposureRow, "tenant_key" | "delivery_id" | "exposure_group" | "attempt">;
const rowKey = ({ tenant_key, delivery_id, exposure_group, attempt }: Keyed) =>
  `${tenant_key} ${exposure_group} ${attempt} ${delivery_id}`;
const keyOf = ({ detected, group, attempt }: Exposed) =>
  rowKey({
    tenant_key: detected.tenant.key,
    delivery_id: detected.deliveryId,
    exposure_group: group,
    attempt: attempt ?? 0,
  });

function toRow(
  one: Exposed,
  known: ReadonlyMap<string, AttemptExposureRow>,
  now: number,
): AttemptExposureRow | null {
  const { detected, group, attempt, failed, anchor, failure } = one;
  const found = circumstancesOf(group, failure, one.around, anchor);
  const { client_id = "", warehouse_id = "", carrier_id = "", driver_id = "", city = "" } = failure.refs;
  const content = {
    anchor_at: toClickHouseTime(anchor),
    failed: failed ? (1 as const) : (0 as const),
    ...{ client_id, warehouse_id, carrier_id, driver_id, city },
    names: found.map(({ name }) => name),
    levels: found.map(({ level }) => level),
    amounts: found.map(({ amount }) => amount),
  };
  const before = known.get(keyOf(one));
  const content_hash = contentHash(content);
  if (before?.content_hash === content_hash && before.is_deleted === 0) return null;
  return {
    tenant_key: detected.tenant.key,
    delivery_id: detected.deliveryId,
    exposure_group: group,
    attempt: attempt ?? 0,
    version: (before?.version ?? 0) + 1,
    is_deleted: 0,
    content_hash,
    ...content,
    updated_at: toClickHouseTime(now),
  };
}

/** Runs that later events took back are deleted. */
function withoutRun(
  before: readonly AttemptExposureRow[],
  cases: readonly Exposed[],
  { touched }: ExposuresState,
  now: number,
): readonly AttemptExposureRow[] {
  const standing = new Set(cases.map(keyOf));
  const ours = new Set(touched.map(({ tenant, deliveryId }) => deliveryKey(tenant.key, deliveryId)));
  return before
    .filter((row) => row.is_deleted === 0 && !standing.has(rowKey(row)))
    .filter((row) => ours.has(deliveryKey(row.tenant_key, row.delivery_id)))
    .map((row) => ({
      ...row,
      version: row.version + 1,
      is_deleted: 1,
      updated_at: toClickHouseTime(now),
    }));
}
