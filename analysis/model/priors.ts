import type { FailureKind } from "../types.ts";
import { CAUSES } from "./causes.ts";

type Weights = Readonly<Record<string, number>>;

/** Weight of a cause that an expert would not name for the kind, against about 100 for all together. */
const RARE = 0.05;

/** Causes of a failed attempt at the door, as last-mile practice knows them: the recipient first, then the address and the run. */
const AT_THE_DOOR: Weights = {
  "recipient.absent": 18,
  "recipient.refused": 8,
  "recipient.premises_closed": 1.5,
  "recipient.payment_missing": 1.2,
  "recipient.requested_later": 1.5,
  "recipient.unreachable": 0.6,
  "recipient.moved": 0.5,
  "recipient.id_check_failed": 0.4,
  "recipient.no_time_or_space": 0.3,
  "address.incomplete": 9,
  "address.invalid": 7,
  "address.inaccessible": 0.5,
  "address.out_of_area": 0.4,
  "carrier.driver": 9,
  "carrier.capacity": 1.5,
  "carrier.missort": 0.5,
  "carrier.service_limits": 0.2,
  "vehicle.breakdown": 5,
  "vehicle.accident": 0.3,
  "goods.damaged": 3.5,
  "goods.wrong_item": 0.3,
  "goods.short": 0.3,
  "external.weather": 3.5,
  "external.traffic": 6,
  "external.road": 3.5,
  "external.civil": 0.2,
  "external.strike": 0.3,
  "external.holiday": 0.15,
  "warehouse.delay": 0.5,
  unexplained: 5,
};

/** Causes of a broken promise: the site and the network weigh as much as the door. */
const LATE: Weights = {
  ...AT_THE_DOOR,
  "warehouse.delay": 15,
  "warehouse.capacity": 11,
  "warehouse.stockout": 7,
  "carrier.capacity": 12,
  "carrier.missort": 8,
  "carrier.lost": 0.3,
  "external.strike": 1.5,
  "external.holiday": 0.7,
  "shipper.not_ready": 0.7,
  "shipper.out_of_stock": 0.5,
  "customs.hold": 0.3,
};

const PRIORS: Readonly<Record<FailureKind, Weights>> = {
  attempt_failed: AT_THE_DOOR,
  late: LATE,
  undeliverable: { ...AT_THE_DOOR, "address.invalid": 12, "address.incomplete": 12, "recipient.moved": 1.5 },
  returned: {
    ...AT_THE_DOOR,
    "recipient.refused": 16,
    "goods.damaged": 6,
    "recipient.no_collection": 1,
    "shipper.cancelled": 0.5,
  },
  lost: {
    "carrier.lost": 50,
    "carrier.stolen": 15,
    "carrier.missort": 12,
    "carrier.wrong_recipient": 6,
    "goods.label_unreadable": 4,
    unexplained: 13,
  },
  damaged: {
    "goods.damaged": 75,
    "shipper.pack_or_load_error": 8,
    "vehicle.accident": 3,
    "external.weather": 2,
    "carrier.driver": 3,
    unexplained: 5,
  },
  pickup_failed: {
    "shipper.not_ready": 40,
    "carrier.missed_pickup": 25,
    "carrier.capacity": 10,
    "vehicle.breakdown": 6,
    "external.traffic": 4,
    "external.weather": 3,
    "warehouse.delay": 5,
    unexplained: 7,
  },
  cancelled_by_shipper: {
    "shipper.out_of_stock": 30,
    "shipper.cancelled": 30,
    "warehouse.stockout": 15,
    "shipper.hold": 8,
    "address.invalid": 3,
    "recipient.requested_later": 3,
    unexplained: 10,
  },
};

/** Log probabilities of each cause before any evidence, by kind of failure, in the order of `CAUSES`. */
export function expertPriors(): Readonly<Record<FailureKind, Float64Array>> {
  const of = (weights: Weights) => {
    const raw = CAUSES.map((cause) => weights[cause] ?? RARE);
    const total = raw.reduce((sum, weight) => sum + weight, 0);
    return Float64Array.from(raw, (weight) => Math.log(weight / total));
  };
  return Object.fromEntries(Object.entries(PRIORS).map(([kind, weights]) => [kind, of(weights)])) as Record<
    FailureKind,
    Float64Array
  >;
}
