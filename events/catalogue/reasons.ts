export interface Reason {
  readonly code: string;
  readonly family: string;
  readonly description: string;
}

const BY_FAMILY: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  recipient: {
    absent: "Nobody was there to take it.",
    premises_closed: "The business was shut.",
    refused: "The recipient would not take it.",
    moved: "The recipient no longer lives or works there.",
    deceased: "The recipient has died.",
    id_check_failed: "Identity or age could not be shown.",
    payment_missing: "Cash on delivery, duty or freight was not paid.",
    requested_later: "The recipient asked for another time.",
    no_collection: "Not fetched from the pickup point in time.",
    unreachable: "No contact data that works.",
    no_time_or_space: "The recipient could not unload it then.",
    other: "On the recipient's side, not said what.",
  },
  address: {
    invalid: "The address is wrong or does not exist.",
    incomplete: "Something is missing in the address.",
    not_located: "The driver could not find it.",
    inaccessible: "A gate, stairs or a shut road kept the driver away.",
    out_of_area: "The place is not served.",
  },
  carrier: {
    missort: "Sorted or routed wrongly.",
    network_delay: "Late within the network, no finer cause.",
    capacity: "Too few hours, drivers or too little space.",
    driver: "The driver was late, ill or made a mistake.",
    missed_pickup: "The carrier did not collect.",
    missed_slot: "Arrived outside the promised window.",
    lost: "Lost by the carrier.",
    stolen: "Stolen on the way.",
    wrong_recipient: "Handed to somebody else.",
    service_limits: "Too large, or a lane that is not served.",
    other: "On the carrier's side, not said what.",
  },
  vehicle: {
    breakdown: "The vehicle broke down.",
    accident: "The vehicle had an accident.",
  },
  goods: {
    damaged: "The goods are damaged.",
    short: "A part is missing.",
    wrong_item: "Not what was ordered.",
    prohibited: "Dangerous or banned.",
    label_unreadable: "The label cannot be read.",
  },
  shipper: {
    not_ready: "The shipper was not ready.",
    out_of_stock: "The seller never supplied the item.",
    docs_missing: "Papers are missing.",
    pack_or_load_error: "Packed or loaded wrongly.",
    hold: "Held on the shipper's word.",
    cancelled: "Called off by the shipper.",
    other: "On the shipper's side, not said what.",
  },
  customs: { hold: "Held by customs." },
  external: {
    weather: "The weather.",
    road: "A road was closed.",
    traffic: "Congestion.",
    civil: "Riot, police or disaster.",
    strike: "A strike.",
    holiday: "A holiday.",
    other: "Out of the carrier's hands, not said what.",
  },
  warehouse: {
    delay: "Picked, packed or dispatched late.",
    capacity: "More orders than the site can do.",
    stockout: "The item was not there.",
  },
};

/** What a sender may give as `reason`, and what the analysis finds as a cause (there `unknown` is `unexplained`). */
export const REASONS: readonly Reason[] = [
  ...Object.entries(BY_FAMILY).flatMap(([family, codes]) =>
    Object.entries(codes).map(([name, description]) => ({ code: `${family}.${name}`, family, description })),
  ),
  { code: "unknown", family: "unknown", description: "The sender does not know." },
];

export const REASON_CODES: ReadonlySet<string> = new Set(REASONS.map((reason) => reason.code));
