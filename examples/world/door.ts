import { reasonFor } from "./causes.ts";
import { atLocal, HOUR, MINUTE, stamp } from "./clock.ts";
import { drawDoorCause, type Past } from "./doorCause.ts";
import { failAttempt } from "./failAttempt.ts";
import type { Journey } from "./journey.ts";
import { nextRun, type Run, refsOfRun, stopTime, tomorrow } from "./run.ts";
import { sendBack } from "./sendBack.ts";
import { complaint, praise } from "./words.ts";

const MOST_ATTEMPTS = 3;

/** Takes the parcel to the door until it is handed over or sent back; answers why each attempt failed. */
export function runToDoor(journey: Journey, readyAt: number, wayCause: string | null): readonly string[] {
  const causes: string[] = [];
  let past: Past = { attempts: 0, lastCause: null, addressCorrected: false };
  let ready = readyAt;
  while (past.attempts < MOST_ATTEMPTS) {
    const run = nextRun(journey, ready);
    leave(journey, run);
    const planned = stopTime(journey, run, journey.facts);
    const cause = drawDoorCause(journey, run, planned, past);
    if (cause === null) {
      handOver(journey, run, planned, past.attempts === 0 ? wayCause : past.lastCause);
      return causes;
    }
    causes.push(cause);
    const failed = failAttempt(journey, run, planned, cause, past.attempts + 1);
    past = {
      attempts: past.attempts + 1,
      lastCause: cause,
      addressCorrected: past.addressCorrected || failed.addressCorrected,
    };
    if (isHopeless(journey, cause) || past.attempts === MOST_ATTEMPTS) {
      sendBack(journey, run, failed.at, cause);
      return causes;
    }
    ready = tomorrow(run);
    promiseAgain(journey, run, failed.at, cause);
  }
  return causes;
}

function leave({ plan, random, teller, tms }: Journey, run: Run): void {
  const refs = refsOfRun(run);
  teller.perhaps(0.25, tms, "task.assigned", run.leftAt - random.between(15, 60) * MINUTE, refs);
  teller.perhaps(0.97, tms, "shipment.out_for_delivery", run.leftAt, {
    ...refs,
    zone: plan.customer.zone.id,
  });
}

/** After some failures no second attempt is made. */
function isHopeless({ random }: Journey, cause: string): boolean {
  const GIVEN_UP: Readonly<Record<string, number>> = {
    "recipient.refused": 0.7,
    "recipient.moved": 0.6,
    "goods.damaged": 0.65,
    "goods.wrong_item": 0.9,
  };
  return random.chance(GIVEN_UP[cause] ?? 0);
}

/** Some recipients agree on a new day, which is then the promise. */
function promiseAgain(
  { plan, random, teller, tms }: Journey,
  run: Run,
  failedAt: number,
  cause: string,
): void {
  const agreed = cause === "recipient.requested_later" ? 0.7 : cause === "recipient.absent" ? 0.15 : 0.02;
  const { clock } = plan.customer.city;
  teller.perhaps(agreed, tms, "shipment.rescheduled", failedAt + random.between(5, 50) * MINUTE, {
    carrier_id: run.crew.depot.carrier.id,
    ...reasonFor(cause, random),
    data: { promised_by: stamp(clock, atLocal(clock, run.day + 2, 21)) },
  });
}

function handOver(journey: Journey, run: Run, planned: number, grudge: string | null): void {
  const { plan, random, teller, tms } = journey;
  const { carrier } = run.crew.depot;
  const refs = { carrier_id: carrier.id, driver_id: run.driverId };
  const swapped = run.brokenAt !== null && planned > run.brokenAt ? random.between(1.5, 4) * HOUR : 0;
  const at = planned + swapped;
  teller.perhaps(0.14, tms, "shipment.recipient_contacted", at - random.between(10, 50) * MINUTE, refs);
  if (carrier.stopEvents)
    teller.perhaps(0.6, tms, "route.stop_arrived", at - random.between(2, 7) * MINUTE, {
      ...refs,
      route_id: run.routeId,
    });
  if (random.chance(0.003)) mistake(journey, run, at);
  teller.tell(tms, "shipment.delivered", at, {
    ...refs,
    city: plan.customer.city.name,
    data: {
      outcome: random.weighted([
        ["full", 88],
        ["neighbour", 7],
        ["safe_place", 4],
        ["partial", 1],
      ] as const),
    },
  });
  teller.perhaps(0.12, tms, "shipment.delivery_proof", at + MINUTE, {
    ...refs,
    data: { proof: "signature" },
  });
  const late = at > plan.promisedBy;
  teller.perhaps(late ? 0.25 : 0.05, "crm", "feedback.received", at + random.between(0.5, 20) * HOUR, {
    customer_id: plan.customer.id,
    data: late ? complaint(grudge ?? "", random) : praise(random),
  });
}

/** A failed attempt typed in for the wrong parcel, and taken back. */
function mistake({ random, teller, tms }: Journey, run: Run, at: number): void {
  const wrongAt = at - random.between(20, 60) * MINUTE;
  const id = teller.tell(tms, "shipment.attempt_failed", wrongAt, {
    ...refsOfRun(run),
    data: { attempt: 1 },
  });
  teller.tell(tms, "event.retracted", at - random.between(1, 10) * MINUTE, { corrects: id });
}
