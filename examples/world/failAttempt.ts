import { reasonFor } from "./causes.ts";
import { HOUR, MINUTE } from "./clock.ts";
import type { Journey } from "./journey.ts";
import { endOfShift, type Run, refsOfRun } from "./run.ts";
import { complaint, reportWords } from "./words.ts";

export interface Failed {
  /** Epoch ms. */
  readonly at: number;
  readonly addressCorrected: boolean;
}

/** Whether the driver stood at the door when it failed, or never came so far. */
const AT_THE_DOOR = /^(?:recipient|address|goods)\./;

/** Tells of an attempt that ended without hand-over: what the carrier reports, and what the recipient adds. */
export function failAttempt(
  journey: Journey,
  run: Run,
  planned: number,
  cause: string,
  attempt: number,
): Failed {
  const { plan, random, teller, tms } = journey;
  const at = failTime(journey, run, planned, cause);
  before(journey, run, at, cause);
  const body = {
    ...refsOfRun(run),
    zone: plan.customer.zone.id,
    ...(random.chance(0.5) ? { location: near(journey) } : {}),
    ...reasonFor(cause, random),
    ...reportWords(cause, random),
    data: { attempt },
  };
  const id = teller.tell(tms, "shipment.attempt_failed", at, body);
  if (random.chance(0.03))
    teller.tell(tms, "shipment.attempt_failed", at, { ...body, reason: cause, corrects: id });
  if (cause === "goods.damaged")
    teller.perhaps(0.7, tms, "shipment.damaged", at + 5 * MINUTE, {
      carrier_id: plan.depot.carrier.id,
      ...reasonFor(cause, random),
    });
  teller.perhaps(0.22, "crm", "feedback.received", at + random.between(1, 16) * HOUR, {
    customer_id: plan.customer.id,
    data: complaint(cause, random),
  });
  return { at, addressCorrected: correctAddress(journey, at, cause) };
}

/** What keeps a vehicle from the door is reported when the shift ends; what happens at the door, there. */
function failTime({ random }: Journey, run: Run, planned: number, cause: string): number {
  if (AT_THE_DOOR.test(cause) || cause === "external.road") return planned;
  const end = endOfShift(run.crew, run.day);
  const from = Math.max(planned, run.brokenAt ?? 0);
  if (cause === "vehicle.breakdown") return from + random.between(0.5, 3) * HOUR;
  return planned + random.next() * Math.max(end - planned, HOUR);
}

function before({ plan, random, teller, tms }: Journey, run: Run, at: number, cause: string): void {
  const refs = { carrier_id: plan.depot.carrier.id, driver_id: run.driverId };
  const silent = cause === "recipient.unreachable" ? 0.75 : cause === "recipient.absent" ? 0.42 : 0.02;
  teller.perhaps(silent, tms, "customer.unreachable", at - random.between(1, 20) * MINUTE, refs);
  if (cause === "recipient.requested_later")
    teller.perhaps(0.65, "crm", "customer.reschedule_requested", at - random.between(0.2, 2) * HOUR, {
      customer_id: plan.customer.id,
    });
  if (!plan.depot.carrier.stopEvents) return;
  const came = AT_THE_DOOR.test(cause) ? 0.85 : cause === "carrier.driver" ? 0.3 : 0.05;
  const stayed = cause === "carrier.driver" ? random.between(0.5, 2) : random.between(2, 12);
  teller.perhaps(came, tms, "route.stop_arrived", at - stayed * MINUTE, { ...refs, route_id: run.routeId });
}

function correctAddress({ plan, random, teller }: Journey, at: number, cause: string): boolean {
  if (!cause.startsWith("address.") || !random.chance(0.45)) return false;
  teller.tell("crm", "customer.address_corrected", at + random.between(1, 9) * HOUR, {
    customer_id: plan.customer.id,
    data: { address: plan.customer.address },
  });
  return true;
}

function near({ plan, random }: Journey): { lat: number; lon: number } {
  const { city } = plan.customer;
  const about = (degrees: number) => Math.round((degrees + random.between(-0.06, 0.06)) * 10_000) / 10_000;
  return { lat: about(city.lat), lon: about(city.lon) };
}
