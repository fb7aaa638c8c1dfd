import { hash } from "node:crypto";
import { familyOf, UNEXPLAINED } from "../model/causes.ts";
import type { Analysis, FailureFacts, Recommendation } from "../types.ts";
import { CAUSE_PLAYBOOKS, FAMILY_PLAYBOOKS, type Playbook } from "./playbooks.ts";

/** A candidate as likely as this deserves an action although the cause is not determined. */
const WORTH_ACTING = 0.25;

/**
 * What to do about a failure: the playbook of its primary cause, then those of contributing causes; without a primary
 * cause those of likely candidates, else closing the gaps in the data. Each playbook once. `tenant` keeps the ids of
 * tenants apart whose entities have the same names.
 */
export function recommend(
  failure: FailureFacts,
  analysis: Analysis,
  tenant: string,
): readonly Recommendation[] {
  const chosen = new Map<string, Recommendation>();
  for (const { cause, probability } of causesOf(analysis)) {
    const playbook = playbookOf(cause);
    if (playbook === undefined || chosen.has(playbook.playbook)) continue;
    const weight = avoidable(analysis, cause, probability);
    chosen.set(playbook.playbook, toRecommendation(failure, playbook, { cause, weight, tenant }));
  }
  return [...chosen.values()];
}

/** The playbook against a cause. */
export function playbookOf(cause: string): Playbook | undefined {
  return CAUSE_PLAYBOOKS[cause] ?? FAMILY_PLAYBOOKS[familyOf(cause)];
}

interface Likely {
  readonly cause: string;
  readonly probability: number;
}

function causesOf({ primary, contributing, candidates }: Analysis): readonly Likely[] {
  if (primary) {
    const others = contributing.map(({ cause, share }) => ({ cause, probability: share }));
    return [{ cause: primary.cause, probability: primary.confidence }, ...others];
  }
  const likely = candidates.filter(({ probability }) => probability >= WORTH_ACTING);
  return likely.length > 0 ? likely : [{ cause: UNEXPLAINED, probability: 1 }];
}

/** Attributable part: the probability of the cause, less what would have failed without it anyway. */
function avoidable({ counterfactuals }: Analysis, cause: string, probability: number): number {
  const found = counterfactuals.find(({ without }) => without === cause);
  const left = found && found.actual_risk > 0 ? Math.min(1, found.risk / found.actual_risk) : 0;
  return Math.round(probability * (1 - left) * 1000) / 1000;
}

function toRecommendation(
  { refs }: FailureFacts,
  { playbook, action, ownerRole, entities }: Playbook,
  { cause, weight, tenant }: { readonly cause: string; readonly weight: number; readonly tenant: string },
): Recommendation {
  const ref = entities.find((each) => refs[each] !== undefined);
  const entity_kind = ref?.replace(/_id$/, "") ?? "";
  const entity_id = (ref && refs[ref]) ?? "";
  const key = [tenant, playbook, entity_kind, entity_id].join("\u001f");
  return {
    id: `rec_${hash("sha256", key).slice(0, 26)}`,
    action,
    owner_role: ownerRole,
    playbook,
    entity_kind,
    entity_id,
    cause,
    weight,
  };
}
