import { hash } from "node:crypto";
import { familyOf, UNEXPLAINED } from "../model/causes.ts";
import type { Analysis, FailureFacts, Recommendation } from "../types.ts";
import { CAUSE_PLAYBOOKS, FAMILY_PLAYBOOKS, type Playbook } from "./playbooks.ts";

/** A candidate as likely as this deserves an action although the cause is not determined. */
const WORTH_ACTING = 0.25;

/**
 * What to do about a failure: the playbook of its primary cause, then those of contributing causes; without a primary
 * cause those of likely candidates, else closing the gaps in the data. Each playbook once.
 */
export function recommend(failure: FailureFacts, analysis: Analysis): readonly Recommendation[] {
  const chosen = new Map<string, Playbook>();
  for (const cause of causesOf(analysis)) {
    const playbook = CAUSE_PLAYBOOKS[cause] ?? FAMILY_PLAYBOOKS[familyOf(cause)];
    if (playbook && !chosen.has(playbook.playbook)) chosen.set(playbook.playbook, playbook);
  }
  return [...chosen.values()].map(({ playbook, action, ownerRole }) => ({
    id: recommendationId(failure.failureId, playbook),
    action,
    owner_role: ownerRole,
    playbook,
  }));
}

function causesOf(analysis: Analysis): readonly string[] {
  if (analysis.primary) return [analysis.primary.cause, ...analysis.contributing.map(({ cause }) => cause)];
  const likely = analysis.candidates
    .filter(({ probability }) => probability >= WORTH_ACTING)
    .map(({ cause }) => cause);
  return likely.length > 0 ? likely : [UNEXPLAINED];
}

function recommendationId(failureId: string, playbook: string): string {
  return `rec_${hash("sha256", `${failureId}\u001f${playbook}`).slice(0, 26)}`;
}
