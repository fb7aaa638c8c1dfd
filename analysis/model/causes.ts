/** Where nothing but the times speaks of the failure. */
export const UNEXPLAINED = "unexplained";

/** Causes that the analysis can find, in a fixed order. Codes that only say "something of that party" are reports, not causes. */
export const CAUSES = [
  "recipient.absent",
  "recipient.premises_closed",
  "recipient.refused",
  "recipient.moved",
  "recipient.deceased",
  "recipient.id_check_failed",
  "recipient.payment_missing",
  "recipient.requested_later",
  "recipient.no_collection",
  "recipient.unreachable",
  "recipient.no_time_or_space",
  "address.invalid",
  "address.incomplete",
  "address.inaccessible",
  "address.out_of_area",
  "carrier.missort",
  "carrier.capacity",
  "carrier.driver",
  "carrier.missed_pickup",
  "carrier.lost",
  "carrier.stolen",
  "carrier.wrong_recipient",
  "carrier.service_limits",
  "vehicle.breakdown",
  "vehicle.accident",
  "warehouse.delay",
  "warehouse.capacity",
  "warehouse.stockout",
  "goods.damaged",
  "goods.short",
  "goods.wrong_item",
  "goods.prohibited",
  "goods.label_unreadable",
  "shipper.not_ready",
  "shipper.out_of_stock",
  "shipper.docs_missing",
  "shipper.pack_or_load_error",
  "shipper.hold",
  "shipper.cancelled",
  "customs.hold",
  "external.weather",
  "external.traffic",
  "external.road",
  "external.civil",
  "external.strike",
  "external.holiday",
  UNEXPLAINED,
] as const;

/** Reasons that senders record without naming a cause; they point to a party or to a symptom. */
export const VAGUE_REASONS = [
  "recipient.other",
  "carrier.other",
  "shipper.other",
  "external.other",
  "carrier.network_delay",
  "carrier.missed_slot",
  "address.not_located",
] as const;

/** Part of a code before the dot: its family. `unexplained` is its own. */
export function familyOf(cause: string): string {
  const dot = cause.indexOf(".");
  return dot < 0 ? cause : cause.slice(0, dot);
}
