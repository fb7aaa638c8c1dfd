import { familyOf } from "../model/causes.ts";
import type { AttributionModel } from "../model/types.ts";
import type { FailureFacts } from "../types.ts";
import type { Posterior } from "./posterior.ts";

/** What comes from the same report, or only says where and how the delivery stood: no second witness. */
const NO_WITNESS: ReadonlySet<string> = new Set([
  "recorded_reason",
  "delay_reason",
  "minor_delay_reason",
  "dispatch_reason",
  "report_words",
  "delay_words",
  "failed_at",
  "run_length",
  "payment",
  "recipient_kind",
]);
/** Log ratio from which an item counts as support. */
const SUPPORT = 0.4;

/** Whether anything but the report itself supports the recorded reason. A code that names a party only needs any cause of that party. */
export function isCorroborated(
  failure: FailureFacts,
  posterior: Posterior,
  model: AttributionModel,
): boolean {
  const code = failure.recordedReason?.code;
  if (code === undefined) return false;
  const exact = model.causes.filter((cause) => cause === code);
  const meant = exact.length > 0 ? exact : model.causes.filter((cause) => familyOf(cause) === familyOf(code));
  const witnesses = posterior.weighed.filter(({ feature }) => !NO_WITNESS.has(feature.name));
  return meant.some((cause) => {
    const index = model.causes.indexOf(cause);
    const ratios = witnesses.map(({ logRatios }) => logRatios[index] ?? 0);
    return ratios.some((ratio) => ratio >= SUPPORT) && ratios.reduce((a, b) => a + b, 0) >= SUPPORT;
  });
}
