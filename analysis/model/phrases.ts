/** How a cause is told in a sentence: "the most likely cause is that ...". */
const PHRASES: Readonly<Record<string, string>> = {
  "recipient.absent": "nobody was there to receive it",
  "recipient.premises_closed": "the premises were closed",
  "recipient.refused": "the recipient refused it",
  "recipient.moved": "the recipient no longer lives at the address",
  "recipient.deceased": "the recipient has died",
  "recipient.id_check_failed": "identity or age could not be proven",
  "recipient.payment_missing": "the payment due at the door was not made",
  "recipient.requested_later": "the recipient had asked for another time",
  "recipient.no_collection": "it was not collected from the pickup point",
  "recipient.unreachable": "the contact data of the recipient do not work",
  "recipient.no_time_or_space": "the recipient could not take it in then",
  "address.invalid": "the address is wrong or does not exist",
  "address.incomplete": "the address lacks a detail needed to find it",
  "address.inaccessible": "the address could not be entered",
  "address.out_of_area": "the address lies outside the area served",
  "carrier.missort": "the carrier sent it the wrong way",
  "carrier.capacity": "the carrier had too few drivers, vehicles or hours",
  "carrier.driver": "the driver came late, did not come, or made an error",
  "carrier.missed_pickup": "the carrier missed the collection",
  "carrier.lost": "the carrier lost it",
  "carrier.stolen": "it was stolen on the way",
  "carrier.wrong_recipient": "it was handed to somebody else",
  "carrier.service_limits": "the carrier does not carry such goods on that way",
  "vehicle.breakdown": "the vehicle broke down",
  "vehicle.accident": "the vehicle had an accident",
  "warehouse.delay": "the warehouse picked, packed or dispatched it late",
  "warehouse.capacity": "the warehouse held more orders than it could work off",
  "warehouse.stockout": "the item was not in the warehouse",
  "goods.damaged": "the goods were damaged",
  "goods.short": "a part of the goods was missing",
  "goods.wrong_item": "the wrong item was sent",
  "goods.prohibited": "the goods may not be carried",
  "goods.label_unreadable": "the label could not be read",
  "shipper.not_ready": "the shipper was not ready",
  "shipper.out_of_stock": "the seller did not have the item",
  "shipper.docs_missing": "documents of the shipper were missing",
  "shipper.pack_or_load_error": "it was packed or loaded wrongly",
  "shipper.hold": "the shipper had it held",
  "shipper.cancelled": "the shipper cancelled it",
  "customs.hold": "customs held it",
  "external.weather": "the weather prevented it",
  "external.traffic": "traffic held the vehicle up",
  "external.road": "a road was closed",
  "external.civil": "unrest or an order of the authorities prevented it",
  "external.strike": "a strike stopped the work",
  "external.holiday": "a holiday stopped the work",
  "address.not_located": "the address could not be found",
  "carrier.network_delay": "it was delayed in the carrier's network",
  "carrier.missed_slot": "the carrier missed the slot",
  "recipient.other": "something on the recipient's side prevented it",
  "carrier.other": "something on the carrier's side prevented it",
  "shipper.other": "something on the shipper's side prevented it",
  "external.other": "something outside everybody's hands prevented it",
};

/** The cause in words, for use after "that". */
export function phraseOf(cause: string): string {
  return PHRASES[cause] ?? `of ${cause.replace(/[._]/g, " ")}`;
}

const HAPPENED: Readonly<Record<string, string>> = {
  attempt_failed: "failed at the door",
  late: "missed its promise",
  undeliverable: "was declared undeliverable",
  returned: "was returned",
  lost: "was lost",
  damaged: "was reported damaged",
  pickup_failed: "could not be collected",
  cancelled_by_shipper: "was cancelled by the shipper",
};

/** What happened, as a verb. */
export function happened(kind: string): string {
  return HAPPENED[kind] ?? "failed";
}
