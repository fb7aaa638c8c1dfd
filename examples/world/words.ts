import type { Random } from "./random.ts";

type Phrases = Readonly<Record<string, readonly string[]>>;

/** What drivers and dispatchers type about an attempt or a delay, by hidden cause. */
const REPORTS: Phrases = {
  "recipient.absent": [
    "nobody home, left a card",
    "rang twice, no answer",
    "cust not available",
    "no one at door, neighbour also out",
  ],
  "recipient.refused": [
    "recipient refused parcel",
    "says she did not order this",
    "customer changed his mind",
    "refused, wants refund",
  ],
  "recipient.premises_closed": ["shop closed on arrival", "office closed, sign on door"],
  "recipient.requested_later": ["cust asked to come tomorrow", "wants delivery another day"],
  "recipient.payment_missing": ["no cash at hand", "cod amount not ready"],
  "recipient.unreachable": ["phone switched off", "number not reachable, gate locked"],
  "recipient.moved": ["recipient has moved out", "new tenant says old address"],
  "recipient.id_check_failed": ["no id shown", "age check: id not available"],
  "address.incomplete": [
    "house number missing",
    "address incomplete, drove up and down the street",
    "flat no not given",
    "no house no on label",
  ],
  "address.invalid": [
    "wrong address, street is not in this area",
    "address does not exist",
    "pin code and street do not match",
  ],
  "address.inaccessible": ["gate locked, no code", "security did not let me in"],
  "carrier.driver": ["ran out of hours", "could not finish the route", "skipped, will take tomorrow"],
  "carrier.capacity": ["no van free", "hub full, carried over", "short of drivers today"],
  "carrier.missort": ["came to wrong hub", "missorted, sent back", "parcel landed in another city"],
  "vehicle.breakdown": [
    "van broke down",
    "engine trouble, waiting for mechanic",
    "flat tyre and no spare",
    "vehicle not starting after stop 6",
  ],
  "goods.damaged": ["carton crushed", "box wet and torn", "item damaged, not handed over"],
  "goods.wrong_item": ["cust says wrong item", "different product in the box"],
  "external.weather": [
    "storm, stopped deliveries",
    "street flooded",
    "too much rain to go on",
    "roads icy, turned round",
  ],
  "external.traffic": [
    "stuck in traffic",
    "jam all the way, out of time",
    "could not get through in time, traffic",
  ],
  "external.road": ["road closed for works", "police diversion, street blocked"],
  "external.strike": ["strike at the hub", "no unloading, strike"],
  "warehouse.capacity": [
    "site has a backlog",
    "orders carried over from yesterday",
    "too many orders, truck left without it",
  ],
  "warehouse.delay": ["packed late, missed the truck", "late from dock", "printer down, labels late"],
  "warehouse.stockout": ["item out of stock", "waiting for stock from another site"],
  "shipper.not_ready": ["goods not ready at pickup", "shipper not ready, nobody had papers"],
  "carrier.missed_pickup": ["truck did not come", "collection missed"],
  "carrier.lost": ["cannot be found, searched hub twice", "no scan for days, declared lost"],
};

/** What recipients write, by hidden cause. */
const REMARKS: Phrases = {
  "recipient.absent": ["I was at work, please come after six", "You came while I was out"],
  "recipient.refused": ["I never ordered this", "Please take it back, I do not want it any more"],
  "recipient.requested_later": ["Could you come on another day please"],
  "address.incomplete": [
    "My house number is 14, it was in my order!",
    "Driver called three times for directions",
  ],
  "address.invalid": ["I typed the old postcode, sorry"],
  "carrier.driver": [
    "Nobody came although the app said so",
    "Was home all day, no one rang",
    "The driver was rude on the phone",
  ],
  "carrier.capacity": ["Stuck at your depot for days", "Where is my parcel"],
  "carrier.missort": ["Why was my parcel in a different city?", "It travelled the wrong way for two days"],
  "vehicle.breakdown": ["Driver said the van broke down", "Waited until night"],
  "goods.damaged": ["The box was crushed and the glass is broken", "Came damaged, very disappointed"],
  "goods.wrong_item": ["Wrong item, not what I ordered"],
  "external.weather": ["I understand, the storm was terrible", "Rain is no excuse, still waiting"],
  "external.traffic": ["Always the same with your time windows", "Late because of traffic they say"],
  "warehouse.capacity": ["Still not shipped after two days", "Your shop is too slow", "Far too late"],
  "warehouse.delay": ["Shipped much too late", "Promised yesterday"],
  "warehouse.stockout": [
    "Ordered as in stock, now I am told there is no stock",
    "Why sell what you do not have",
  ],
  "carrier.lost": ["Nobody knows where my parcel is", "I want my money back"],
};

const CONTENT: readonly string[] = [
  "Great, thanks!",
  "Fast and friendly",
  "All good",
  "On time, well packed",
  "Nice driver",
];
const INDIFFERENT: readonly string[] = [
  "ok",
  "Parcel left with the neighbour, fine",
  "Packaging could be smaller",
];
const IMPATIENT: readonly string[] = ["Too late", "Had to wait for days", "Please explain the delay"];

/** What says nothing. */
const EMPTY: readonly string[] = ["not delivered", "see app", "will try again", "as discussed", "."];

const NOTES: Phrases = {
  "warehouse.capacity": [
    "backlog from yesterday, moved to next wave",
    "not enough pickers today",
    "queue of old orders first",
  ],
  "warehouse.delay": ["conveyor stuck", "label printer down", "bay blocked, loaded late"],
  "warehouse.stockout": ["bin empty", "short pick, replenishment asked", "waiting for inbound"],
};

/** Words of a driver or dispatcher, where they write any. */
export function reportWords(cause: string, random: Random, likely = 0.5): { readonly reason_text?: string } {
  const words = REPORTS[cause];
  if (words === undefined || !random.chance(likely)) return {};
  return { reason_text: random.pick(random.chance(0.2) ? EMPTY : words) };
}

export function noteWords(cause: string, random: Random): string | null {
  const words = NOTES[cause];
  return words === undefined ? null : random.pick(words);
}

/** What a recipient writes after a failure, with a rating from 1 to 3. */
export function complaint(cause: string, random: Random): { readonly text: string; readonly rating: number } {
  const words = random.chance(0.65) ? REMARKS[cause] : undefined;
  return { text: random.pick(words ?? IMPATIENT), rating: random.whole(1, 3) };
}

export function praise(random: Random): { readonly text: string; readonly rating: number } {
  return random.chance(0.75)
    ? { text: random.pick(CONTENT), rating: random.whole(4, 5) }
    : { text: random.pick(INDIFFERENT), rating: random.whole(3, 4) };
}
