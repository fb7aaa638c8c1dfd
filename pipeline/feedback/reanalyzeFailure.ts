import type { Ctx } from "../../tenancy/context.ts";
import { DomainError } from "../../tenancy/errors.ts";
import { requireScope } from "../../tenancy/requireScope.ts";
import { askAnalysis } from "./askAnalysis.ts";
import { type FeedbackDeps, requireFailure } from "./giveFeedback.ts";

/**
 * Has a failure analysed again with all that is known by now; answers its id and the version before.
 * Needs `failures:write`; throws `not_found`, `conflict` for one that was withdrawn, `unavailable`.
 */
export async function reanalyzeFailure(
  ctx: Ctx,
  deps: Pick<FeedbackDeps, "warehouse" | "eventLog">,
  id: string,
): Promise<{ readonly failureId: string; readonly version: number }> {
  requireScope(ctx, "failures:write");
  const failure = await requireFailure(ctx, deps.warehouse, id);
  if (failure.status === "withdrawn")
    throw new DomainError("conflict", "The failure was withdrawn: there is nothing to explain.");
  await askAnalysis(deps.eventLog, ctx.tenant, [failure]);
  return { failureId: failure.failure_id, version: failure.version };
}
