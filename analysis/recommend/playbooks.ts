/** Roles of the tenant that own an action; the same names as in tenancy. */
export type OwnerRole =
  | "operations_manager"
  | "fleet_manager"
  | "warehouse_manager"
  | "data_analyst"
  | "customer_service";

/** What an action is done at: the first of these references that the failure has. */
export type EntityRef =
  | "client_id"
  | "warehouse_id"
  | "carrier_id"
  | "driver_id"
  | "vehicle_id"
  | "route_id"
  | "city"
  | "zone";

export interface Playbook {
  readonly playbook: string;
  readonly action: string;
  readonly ownerRole: OwnerRole;
  readonly entities: readonly EntityRef[];
  /** Share of the failures of its cause that the action avoids, by expert judgement: mean and standard deviation. */
  readonly effect: { readonly mean: number; readonly sd: number };
}

/** What to do about a whole family of causes. */
export const FAMILY_PLAYBOOKS: Readonly<Record<string, Playbook>> = {
  recipient: {
    playbook: "contact_before_attempt",
    action:
      "Call or message the recipient before the next attempt and agree a time; offer a neighbour or a pickup point.",
    ownerRole: "customer_service",
    entities: ["zone", "city"],
    effect: { mean: 0.35, sd: 0.12 },
  },
  address: {
    playbook: "verify_address",
    action:
      "Verify the address with the recipient before the next attempt, and check new addresses when orders come in.",
    ownerRole: "customer_service",
    entities: ["client_id", "city"],
    effect: { mean: 0.45, sd: 0.15 },
  },
  carrier: {
    playbook: "review_carrier",
    action:
      "Take the case up with the carrier and watch its rate on this lane; move volume if it does not improve.",
    ownerRole: "operations_manager",
    entities: ["carrier_id"],
    effect: { mean: 0.25, sd: 0.12 },
  },
  vehicle: {
    playbook: "maintain_vehicle",
    action: "Take the vehicle in for a check and keep a spare vehicle ready for its route.",
    ownerRole: "fleet_manager",
    entities: ["vehicle_id", "carrier_id"],
    effect: { mean: 0.5, sd: 0.2 },
  },
  warehouse: {
    playbook: "staff_by_backlog",
    action:
      "Staff the picking waves by the backlog expected and dispatch the orders with the nearest promises first.",
    ownerRole: "warehouse_manager",
    entities: ["warehouse_id"],
    effect: { mean: 0.45, sd: 0.15 },
  },
  goods: {
    playbook: "improve_packing",
    action: "Check how the item is packed and handled, and send a replacement.",
    ownerRole: "warehouse_manager",
    entities: ["warehouse_id", "client_id"],
    effect: { mean: 0.35, sd: 0.15 },
  },
  shipper: {
    playbook: "agree_with_shipper",
    action: "Agree with the shipper on readiness, stock and papers before the promise is given.",
    ownerRole: "operations_manager",
    entities: ["client_id"],
    effect: { mean: 0.35, sd: 0.15 },
  },
  customs: {
    playbook: "prepare_customs",
    action: "Check the papers before dispatch and promise customs time on this lane.",
    ownerRole: "operations_manager",
    entities: ["carrier_id"],
    effect: { mean: 0.3, sd: 0.15 },
  },
  external: {
    playbook: "plan_around_conditions",
    action: "Hold or re-route runs while the condition lasts, and tell recipients the new time.",
    ownerRole: "operations_manager",
    entities: ["city"],
    effect: { mean: 0.25, sd: 0.12 },
  },
  unexplained: {
    playbook: "close_data_gaps",
    action:
      "Nothing observed explains it: ask the carrier for the reason and connect the feeds that are missing.",
    ownerRole: "data_analyst",
    entities: ["carrier_id", "city"],
    effect: { mean: 0.05, sd: 0.04 },
  },
};

/** Where one cause of a family needs something else than the rest. */
export const CAUSE_PLAYBOOKS: Readonly<Record<string, Playbook>> = {
  "recipient.refused": {
    playbook: "confirm_order",
    action:
      "Confirm the order with the recipient before dispatch, first of all where it is paid in cash at the door.",
    ownerRole: "customer_service",
    entities: ["client_id"],
    effect: { mean: 0.4, sd: 0.15 },
  },
  "recipient.payment_missing": {
    playbook: "confirm_order",
    action: "Confirm the amount with the recipient before dispatch and offer payment in advance.",
    ownerRole: "customer_service",
    entities: ["client_id"],
    effect: { mean: 0.4, sd: 0.15 },
  },
  "carrier.capacity": {
    playbook: "add_capacity",
    action:
      "Share the expected volume with the carrier and book further capacity, or give part of the lane to another carrier.",
    ownerRole: "operations_manager",
    entities: ["carrier_id"],
    effect: { mean: 0.4, sd: 0.15 },
  },
  "carrier.missort": {
    playbook: "check_sorting",
    action: "Have the hub check labels and the sort plan of this lane.",
    ownerRole: "operations_manager",
    entities: ["carrier_id"],
    effect: { mean: 0.4, sd: 0.15 },
  },
  "carrier.driver": {
    playbook: "coach_driver",
    action: "Go through the run with the driver; give new drivers shorter runs and known zones.",
    ownerRole: "fleet_manager",
    entities: ["driver_id", "carrier_id"],
    effect: { mean: 0.3, sd: 0.15 },
  },
  "warehouse.stockout": {
    playbook: "buffer_stock",
    action: "Check the stock record of the item, keep a buffer, and stop promising it while it is missing.",
    ownerRole: "warehouse_manager",
    entities: ["warehouse_id"],
    effect: { mean: 0.5, sd: 0.15 },
  },
  "warehouse.delay": {
    playbook: "speed_up_dispatch",
    action: "Find the step that held the order up and release orders earlier before the dispatch cut-off.",
    ownerRole: "warehouse_manager",
    entities: ["warehouse_id"],
    effect: { mean: 0.4, sd: 0.15 },
  },
  "external.weather": {
    playbook: "weather_hold",
    action: "Hold runs in the area while the weather lasts and tell recipients the new time.",
    ownerRole: "operations_manager",
    entities: ["city"],
    effect: { mean: 0.3, sd: 0.12 },
  },
  "external.traffic": {
    playbook: "shift_slot",
    action: "Move runs in this area out of the rush hours or plan them with longer times.",
    ownerRole: "fleet_manager",
    entities: ["city"],
    effect: { mean: 0.3, sd: 0.12 },
  },
  "external.road": {
    playbook: "reroute",
    action: "Plan runs around the closure until it ends.",
    ownerRole: "fleet_manager",
    entities: ["city"],
    effect: { mean: 0.35, sd: 0.15 },
  },
};

const BY_NAME = new Map(
  [...Object.values(FAMILY_PLAYBOOKS), ...Object.values(CAUSE_PLAYBOOKS)].map((each) => [
    each.playbook,
    each,
  ]),
);

/** The playbook of this name; of several causes that share it, any. */
export function findPlaybook(name: string): Playbook | undefined {
  return BY_NAME.get(name);
}
