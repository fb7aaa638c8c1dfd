import type { Journey } from "./journey.ts";
import type { Run } from "./run.ts";

/** What the door has shown so far. */
export interface Past {
  readonly attempts: number;
  readonly lastCause: string | null;
  readonly addressCorrected: boolean;
}

/** How likely the same thing happens again at the next attempt. */
const AGAIN: Readonly<Record<string, number>> = {
  "recipient.absent": 0.24,
  "recipient.premises_closed": 0.15,
  "recipient.payment_missing": 0.2,
  "recipient.unreachable": 0.4,
  "recipient.moved": 0.8,
  "recipient.refused": 0.6,
  "address.inaccessible": 0.25,
};

/** The hidden cause for which an attempt at `stopAt` fails, or null where it succeeds. */
export function drawDoorCause(journey: Journey, run: Run, stopAt: number, past: Past): string | null {
  const { random } = journey;
  const around = ofCircumstances(journey, run, stopAt);
  if (around !== null) return around;
  const { plan } = journey;
  const found = past.attempts === 0 ? 0.6 : past.addressCorrected ? 0.04 : 0.45;
  if (plan.addressFault !== null && random.chance(found)) return plan.addressFault;
  if (past.lastCause !== null && random.chance(AGAIN[past.lastCause] ?? 0)) return past.lastCause;
  return random.draw(usual(journey));
}

function ofCircumstances({ plan, facts, random }: Journey, run: Run, stopAt: number): string | null {
  const { city, zone } = plan.customer;
  if (run.brokenAt !== null && stopAt > run.brokenAt && random.chance(0.7)) return "vehicle.breakdown";
  const { severity } = facts.weather(city, stopAt);
  if (severity >= 2 && random.chance(severity === 3 ? 0.18 : 0.04)) return "external.weather";
  const closure = facts.closure(city, zone, run.day);
  if (closure !== null && stopAt > closure.from && stopAt < closure.to && random.chance(0.15))
    return "external.road";
  const traffic = facts.traffic(city, stopAt);
  if (random.chance(traffic === "jam" ? 0.14 : traffic === "heavy" ? 0.004 : 0)) return "external.traffic";
  const fresh = facts.episodes.dayOf("new_crew", run.crew.depot.id, run.day) !== null;
  if (random.chance(fresh ? 0.09 : 0.0022)) return "carrier.driver";
  const weak = facts.episodes.dayOf("packing", plan.warehouse.id, run.day - 1) !== null;
  if (random.chance(weak ? 0.07 : 0.0012)) return "goods.damaged";
  return null;
}

function usual({ plan }: Journey): readonly (readonly [string, number])[] {
  const { business } = plan.customer;
  return [
    ["recipient.absent", business ? 0.002 : 0.013],
    ["recipient.premises_closed", business ? 0.01 : 0],
    ["recipient.refused", plan.cash ? 0.009 : 0.003],
    ["recipient.payment_missing", plan.cash ? 0.004 : 0],
    ["recipient.requested_later", 0.002],
    ["recipient.unreachable", 0.0007],
    ["recipient.moved", 0.0006],
    ["recipient.id_check_failed", 0.0004],
    ["address.inaccessible", 0.0007],
    ["goods.wrong_item", 0.0006],
  ];
}
