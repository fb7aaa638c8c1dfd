import { fitBySchedule, fitDue } from "../fit/fitDue.ts";
import { trimImports } from "../imports/trimImports.ts";
import { sumUpDue } from "../recommendations/sumUp.ts";
import { sweepDue } from "../sweep/sweepDue.ts";
import { trimHistory } from "../sweep/trimHistory.ts";
import type { Job } from "./job.ts";
import { replayQuarantine } from "./replayQuarantine.ts";
import { trimIdempotency } from "./trimIdempotency.ts";
import { trimQuarantine } from "./trimQuarantine.ts";
import { trimRuns } from "./trimRuns.ts";
import { watchQuality } from "./watchQuality.ts";

/** All scheduled work of the product. Times are apart, so that one slow job keeps no other waiting. */
export const JOBS: readonly Job[] = [
  {
    name: "sweep",
    description:
      "Has deliveries folded again whose time has come: open promises become late, provisional analyses final. While it fails, both come late.",
    schedule: { everySeconds: 1 },
    maxAttempts: 5,
    run: sweepDue,
  },
  {
    name: "sum_up_recommendations",
    description:
      "Sums up what is recommended over the failures of each tenant with new answers, and tells of new recommendations. While it fails, their figures stay as they are.",
    schedule: { everySeconds: 5 },
    maxAttempts: 5,
    run: sumUpDue,
  },
  {
    name: "fit_models",
    description:
      "Fits models on tenants' own failures, where asked for or where enough was confirmed, and has failures explained by those that do better. While it fails, the models in force stay.",
    schedule: { everySeconds: 10 },
    maxAttempts: 3,
    run: fitDue,
  },
  {
    name: "fit_models_by_schedule",
    description: "Fits models of tenants whose failures have grown by a quarter since their last fit.",
    schedule: { cron: "50 * * * *" },
    maxAttempts: 3,
    run: fitBySchedule,
  },
  {
    name: "trim_history",
    description:
      "Deletes log records that every group has read, and closed ranges of the ledger, after a week.",
    schedule: { cron: "15 3 * * *" },
    maxAttempts: 8,
    run: trimHistory,
  },
  {
    name: "trim_imports",
    description: "Cancels imports that nobody started, and deletes the error files of those long ended.",
    schedule: { cron: "20 * * * *" },
    maxAttempts: 5,
    run: trimImports,
  },
  {
    name: "replay_quarantine",
    description:
      "Sends quarantined records again that tenants want replayed, portion by portion, while the pipeline is close behind.",
    schedule: { everySeconds: 1 },
    maxAttempts: 5,
    run: replayQuarantine,
  },
  {
    name: "watch_quality",
    description:
      "Opens and resolves alerts for sources of which too much is refused, and tells of them by webhooks.",
    schedule: { everySeconds: 30 },
    maxAttempts: 5,
    run: watchQuality,
  },
  {
    name: "trim_quarantine",
    description:
      "Deletes quarantined records that were not seen for 30 days, and replays that ended so long ago.",
    schedule: { cron: "25 3 * * *" },
    maxAttempts: 8,
    run: trimQuarantine,
  },
  {
    name: "trim_idempotency_keys",
    description: "Deletes the answers kept for requests with an Idempotency-Key, after 24 hours.",
    schedule: { cron: "5,35 * * * *" },
    maxAttempts: 5,
    run: trimIdempotency,
  },
  {
    name: "trim_job_runs",
    description:
      "Deletes old runs of jobs: of the successes all but the last 100, of the others those of 30 days.",
    schedule: { cron: "35 * * * *" },
    maxAttempts: 5,
    run: trimRuns,
  },
];
