import { setTimeout as pause } from "node:timers/promises";
import { DETECTED_TOPICS } from "../../events/log/port.ts";
import type { Tenant } from "../../tenancy/context.ts";
import { streamOpenFailures } from "../../warehouse/queries/pipeline/fitCases.ts";
import { askAnalysis, type ToAnalyse } from "../feedback/askAnalysis.ts";
import type { PipelineDeps } from "../ports.ts";
import { ANALYSE_GROUP } from "../sweep/awaitSettled.ts";

/** Failures of this many days before the latest one are explained anew; older ones keep their answer. */
const DAYS = 90;
const CHUNK = 1_000;
/** Records that may wait to be analysed before more are asked for: new failures come first. */
const MOST_WAITING = 500;

/** Has the tenant's open failures of the last months explained by the model now in force; answers how many. */
export async function explainAgain(
  deps: Pick<PipelineDeps, "warehouse" | "eventLog" | "log">,
  tenant: Tenant,
  signal: AbortSignal,
): Promise<number> {
  let asked = 0;
  let chunk: ToAnalyse[] = [];
  const ask = async () => {
    while (!signal.aborted && (await waiting(deps)) > MOST_WAITING) await pause(200);
    await askAnalysis(deps.eventLog, tenant, chunk, "failures_detected_bulk");
    asked += chunk.length;
    chunk = [];
  };
  for await (const failure of streamOpenFailures(deps.warehouse.forTenant(tenant), DAYS)) {
    if (signal.aborted) return asked;
    chunk.push(failure);
    if (chunk.length >= CHUNK) await ask();
  }
  if (chunk.length > 0) await ask();
  deps.log.info({ tenant: tenant.id, asked }, "failures are explained by the new model");
  return asked;
}

async function waiting({ eventLog }: Pick<PipelineDeps, "eventLog">): Promise<number> {
  const lags = await eventLog.lag(ANALYSE_GROUP, DETECTED_TOPICS);
  return lags.reduce((sum, { end, committed }) => sum + Math.max(0, end - committed), 0);
}
