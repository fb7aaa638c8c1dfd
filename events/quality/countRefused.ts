import { randomInt } from "node:crypto";
import type { Tx } from "../../tenancy/database.ts";
import type { Judged } from "../accept/judgeRecords.ts";
import { EVENT_TYPE_BY_NAME } from "../catalogue/eventTypes.ts";
import { addCounts } from "./addCounts.ts";

/** The store stage counts in the slots of its partitions, the edge in these. */
const FIRST_SLOT = 100;
const SLOTS = 8;

/** Counts what never reaches the log: records that the edge refused, and repeats within the request. */
export async function countRefused(tx: Tx, tenantId: string, judged: Judged): Promise<void> {
  if (judged.rejected.length === 0 && judged.repeated.length === 0) return;
  const refused = judged.rejected.map(({ source, type }) => ({
    source,
    type: type !== null && EVENT_TYPE_BY_NAME.has(type) ? type : "",
    repeated: false,
  }));
  const repeats = judged.repeated.map(({ first: { event } }) => ({
    source: event.source,
    type: event.type,
    repeated: true,
  }));
  const groups = Map.groupBy([...refused, ...repeats], ({ source, type }) => `${source}\u001f${type}`);
  const counts = [...groups.values()].flatMap((records) => {
    const [first] = records;
    if (first === undefined) return [];
    const duplicate = records.filter(({ repeated }) => repeated).length;
    return [
      { tenantId, source: first.source, type: first.type, duplicate, rejected: records.length - duplicate },
    ];
  });
  await addCounts(tx, FIRST_SLOT + randomInt(SLOTS), counts);
}
