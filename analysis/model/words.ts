import type { NamingTable } from "./table.ts";

/** Topics of text are codes of causes, where the words name one; how often each is spoken of with a failed attempt. */
const SPOKEN_AT_DOOR = {
  "recipient.absent": 0.2,
  "recipient.refused": 0.1,
  "recipient.requested_later": 0.02,
  "address.incomplete": 0.12,
  "address.invalid": 0.1,
  "carrier.driver": 0.09,
  "carrier.capacity": 0.02,
  "vehicle.breakdown": 0.08,
  "goods.damaged": 0.05,
  "external.weather": 0.06,
  "external.traffic": 0.09,
  "external.road": 0.07,
};

const SPOKEN_OF_DELAY = {
  "carrier.capacity": 0.13,
  "carrier.missort": 0.12,
  "carrier.network_delay": 0.06,
  "carrier.driver": 0.04,
  "warehouse.delay": 0.16,
  "warehouse.capacity": 0.12,
  "warehouse.stockout": 0.1,
  "external.traffic": 0.1,
  "external.weather": 0.08,
  "external.strike": 0.03,
  "external.road": 0.03,
  "vehicle.breakdown": 0.03,
};

const NOTED = {
  "warehouse.delay": 0.4,
  "warehouse.capacity": 0.32,
  "warehouse.stockout": 0.2,
  "goods.damaged": 0.08,
};

const REMARKED = {
  "recipient.absent": 0.11,
  "recipient.refused": 0.08,
  "recipient.requested_later": 0.03,
  "address.incomplete": 0.12,
  "address.invalid": 0.1,
  "carrier.driver": 0.25,
  "vehicle.breakdown": 0.06,
  "goods.damaged": 0.09,
  "external.weather": 0.07,
  "external.traffic": 0.04,
  "warehouse.stockout": 0.05,
};

const CONFUSED: NamingTable["confused"] = {
  "recipient.absent": { "carrier.driver": 0.06 },
  "recipient.refused": { "recipient.absent": 0.05 },
  "recipient.unreachable": { "recipient.absent": 0.25 },
  "recipient.premises_closed": { "recipient.absent": 0.25 },
  "recipient.moved": { "address.invalid": 0.15, "recipient.absent": 0.1 },
  "address.incomplete": { "address.invalid": 0.15 },
  "address.invalid": { "address.incomplete": 0.15 },
  "carrier.driver": { "recipient.absent": 0.12, "external.traffic": 0.06, "address.incomplete": 0.05 },
  "goods.damaged": { "recipient.refused": 0.15 },
  "warehouse.delay": { "warehouse.capacity": 0.25 },
  "warehouse.capacity": { "warehouse.delay": 0.22 },
  "warehouse.stockout": { "warehouse.delay": 0.15 },
  "external.weather": { "external.traffic": 0.08, "external.road": 0.06 },
  "external.road": { "external.traffic": 0.12 },
  "external.traffic": { "external.road": 0.05, "carrier.driver": 0.04 },
  "vehicle.breakdown": { "external.traffic": 0.05 },
};

/** Words are right more often than codes, since nobody picks them from a list; a note on the whole site says less. */
export const WORD_TABLES: readonly NamingTable[] = [
  {
    name: "report_words",
    weight: 0.9,
    right: 0.7,
    spoken: [0.3, 0.05],
    usage: SPOKEN_AT_DOOR,
    confused: CONFUSED,
  },
  {
    name: "delay_words",
    weight: 0.9,
    right: 0.7,
    spoken: [0.25, 0.05],
    usage: SPOKEN_OF_DELAY,
    confused: CONFUSED,
  },
  { name: "warehouse_note", weight: 0.8, right: 0.6, spoken: [0.1, 0.1], usage: NOTED, confused: CONFUSED },
  { name: "site_note", weight: 0.5, right: 0.5, spoken: [0.05, 0.05], usage: NOTED, confused: CONFUSED },
  {
    name: "feedback_words",
    weight: 0.9,
    right: 0.6,
    spoken: [0.12, 0.04],
    usage: REMARKED,
    confused: CONFUSED,
  },
];
