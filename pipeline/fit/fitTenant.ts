import { and, desc, eq, inArray } from "drizzle-orm";
import type { ExposureCount, FitCase } from "../../analysis/fit/types.ts";
import { learnNorms } from "../../analysis/norms/learnNorms.ts";
import { attributionModels } from "../../drizzle/schema/attribution.ts";
import type { Tenant } from "../../tenancy/context.ts";
import { type Tx, withSystem } from "../../tenancy/database.ts";
import { newId } from "../../tenancy/id.ts";
import { countExposures } from "../../warehouse/queries/pipeline/exposures.ts";
import { sumStages } from "../../warehouse/queries/pipeline/stageSamples.ts";
import { improves } from "../models/improves.ts";
import { type FitOccasion, type TrainedOn, versionOf } from "../models/model.ts";
import { fromStored, type StoredParameters, toStored } from "../models/parameters.ts";
import { activate } from "../models/promoteModel.ts";
import type { PipelineDeps } from "../ports.ts";
import type { InForce } from "./fitAndCompare.ts";
import { readCases } from "./readCases.ts";
import { type Fitted, runFit } from "./runFit.ts";

/** With fewer failures, and fewer confirmed causes, there is nothing that the experts do not know better. */
const LEAST_CASES = 100;
const LEAST_CONFIRMED = 10;
/** Models of a tenant that are kept. */
const KEPT = 20;

export interface FitOutcome {
  readonly failures: number;
  readonly confirmed: number;
  /** Null where there was too little to learn from. */
  readonly modelId: string | null;
  readonly promoted: boolean;
}

/**
 * Fits a model on one tenant's failures and exposures and enters it in the registry; brings it into force when it does
 * better than what is, on confirmed causes that neither has seen.
 */
export async function fitTenant(
  deps: Pick<PipelineDeps, "db" | "warehouse" | "log">,
  tenant: Tenant,
  occasion: FitOccasion,
): Promise<FitOutcome> {
  const started = performance.now();
  const reader = deps.warehouse.forTenant(tenant);
  const [exposures, stages] = await Promise.all([countExposures(reader), sumStages(reader)]);
  const norms = learnNorms(stages);
  const { number, inForce } = await readRegistry(deps, tenant.id);
  const cases = await readCases(deps, tenant, { fitted: norms, inForce: inForce?.model.norms });
  const confirmed = cases.filter((one) => one.confirmed !== null).length;
  const counts = { failures: cases.length, confirmed };
  if (cases.length < LEAST_CASES && confirmed < LEAST_CONFIRMED)
    return { ...counts, modelId: null, promoted: false };
  const fitted = await runFit({ version: versionOf(number), cases, exposures, norms, inForce });
  const trainedOn = describe(cases, exposures, (performance.now() - started) / 1000);
  const saved = await save(deps, tenant.id, { number, occasion, fitted, trainedOn });
  deps.log.info({ tenant: tenant.id, model: versionOf(number), ...counts, ...saved }, "model fitted");
  return { ...counts, ...saved };
}

interface Registry {
  readonly number: number;
  /** Null: the experts' model. */
  readonly inForce: InForce | null;
}

function readRegistry({ db }: Pick<PipelineDeps, "db">, tenantId: string): Promise<Registry> {
  return withSystem(db, "fit: registry", async (tx) => {
    const { number, status, parameters, trainedOn } = attributionModels;
    const own = eq(attributionModels.tenantId, tenantId);
    const [last] = await tx
      .select({ number })
      .from(attributionModels)
      .where(own)
      .orderBy(desc(number))
      .limit(1);
    const [active] = await tx
      .select({ parameters, trainedOn })
      .from(attributionModels)
      .where(and(own, eq(status, "active")));
    return {
      number: (last?.number ?? 0) + 1,
      inForce: active ? toInForce(active) : null,
    };
  });
}

function toInForce({ parameters, trainedOn }: { parameters: unknown; trainedOn: unknown }): InForce {
  const { failures } = trainedOn as TrainedOn;
  return { ...(fromStored(parameters) as StoredParameters), failures };
}

interface ToSave {
  readonly number: number;
  readonly occasion: FitOccasion;
  readonly fitted: Fitted;
  readonly trainedOn: TrainedOn;
}

async function save(
  { db }: Pick<PipelineDeps, "db">,
  tenantId: string,
  { number, occasion, fitted, trainedOn }: ToSave,
): Promise<{ modelId: string; promoted: boolean }> {
  const id = newId("mdl_");
  const promoted = improves(fitted.metrics);
  await withSystem(db, "fit: new model", async (tx) => {
    await tx.insert(attributionModels).values({
      tenantId,
      id,
      number,
      occasion,
      // What is not in force is compared with nothing any more.
      parameters: toStored(promoted ? fitted.parameters : { ...fitted.parameters, held: [] }),
      metrics: { ...fitted.metrics },
      trainedOn: { ...trainedOn },
    });
    if (promoted) await activate(tx, tenantId, id, "fit");
    await forgetOld(tx, tenantId);
  });
  return { modelId: id, promoted };
}

/** Old models that are not in force are of no more use. */
async function forgetOld(tx: Tx, tenantId: string): Promise<void> {
  const { id, number, status } = attributionModels;
  const rows = await tx
    .select({ id, status })
    .from(attributionModels)
    .where(eq(attributionModels.tenantId, tenantId))
    .orderBy(desc(number));
  const old = rows.slice(KEPT).filter((row) => row.status !== "active");
  if (old.length > 0)
    await tx.delete(attributionModels).where(
      inArray(
        id,
        old.map((row) => row.id),
      ),
    );
}

function describe(
  cases: readonly FitCase[],
  exposures: readonly ExposureCount[],
  seconds: number,
): TrainedOn {
  const time = (at: number | undefined) => (at === undefined ? null : new Date(at).toISOString());
  return {
    failures: cases.length,
    // Every attempt has one level of each circumstance at most.
    attempts: Math.max(0, ...exposures.map(({ attempts }) => attempts)),
    confirmed: cases.filter(({ confirmed }) => confirmed !== null).length,
    from: time(cases[0]?.failure.occurredAt),
    to: time(cases.at(-1)?.failure.occurredAt),
    seconds: Math.round(seconds * 10) / 10,
  };
}
