import { setTimeout as pause } from "node:timers/promises";
import type { Client } from "../../../tests/harness/client.ts";
import { waitFor } from "../../../tests/harness/waitFor.ts";

interface LagAnswer {
  readonly data: readonly { readonly group: string; readonly lag: number }[];
}
interface JobAnswer {
  readonly data: readonly {
    readonly name: string;
    readonly running: number;
    readonly last_run: { readonly started_at: string } | null;
  }[];
}
interface ModelAnswer {
  readonly data: readonly ModelShown[];
}
export interface ModelShown {
  readonly id: string;
  readonly version: string;
  readonly status: string;
  readonly metrics: { readonly confirmed: number; readonly log_loss: number | null } | null;
  readonly compared_with: {
    readonly version: string;
    readonly metrics: { readonly log_loss: number | null };
    readonly standard_error: number | null;
  } | null;
  readonly trained_on: Readonly<Record<string, unknown>> | null;
  readonly created_at: string | null;
}

const LONG_MS = 2_400_000;
const CALM_READS = 3;

/** Waits until every group has read the whole log, and the sweep found nothing more to do, several times in a row. */
export async function settle(operator: Client): Promise<void> {
  let calm = 0;
  await waitFor(
    async () => {
      const { data } = await operator.get<LagAnswer>("/v1/operator/lag");
      calm = data.every(({ lag }) => lag === 0) ? calm + 1 : 0;
      return calm >= CALM_READS;
    },
    { timeoutMs: LONG_MS, intervalMs: 1_200 },
  );
}

/**
 * Has a model fitted on all that is there, and waits until it has been, and has explained the failures anew when it was
 * brought into force. Answers the registry, the newest model first.
 */
export async function fitNow(client: Client, operator: Client): Promise<readonly ModelShown[]> {
  const asked = await client.post<{ requested_at: string }>("/v1/models", {});
  // Fitted where a run of the job began after it was asked for, and none is running any more.
  await waitFor(
    async () => {
      const { data } = await operator.get<JobAnswer>("/v1/operator/jobs");
      const job = data.find(({ name }) => name === "fit_models");
      return job?.running === 0 && (job.last_run?.started_at ?? "") > asked.requested_at;
    },
    { timeoutMs: LONG_MS, intervalMs: 500 },
  );
  await pause(500);
  await settle(operator);
  return (await client.get<ModelAnswer>("/v1/models")).data;
}
