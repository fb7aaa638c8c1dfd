import type { FieldError } from "../../tenancy/errors.ts";
import { inSlices } from "../../tenancy/inSlices.ts";
import type { EventType } from "../catalogue/eventTypes.ts";
import type { CanonicalEvent } from "../event.ts";
import { isObject } from "../validate/checkData.ts";
import { problem } from "../validate/problem.ts";
import { sourceOf, type ValidationPolicy, validateEvent } from "../validate/validateEvent.ts";
import type { InboundRecord } from "./readRecords.ts";

export interface TakenRecord {
  readonly index: number;
  readonly event: CanonicalEvent;
  readonly type: EventType;
  readonly contentHash: string;
}

export interface RepeatedRecord {
  readonly index: number;
  readonly id: string;
  /** The earlier record of this request that it repeats. */
  readonly first: TakenRecord;
}

/** A type that is none may be anybody's words, which are not kept in clear. */
const TYPE_SHAPE = /^[a-z_]{1,60}\.[a-z_]{1,60}$/;

export interface RejectedRecord {
  readonly index: number;
  /** The sender's id and source, where they could be read. */
  readonly id: string | null;
  readonly source: string;
  readonly type: string | null;
  readonly raw: string;
  readonly json: unknown;
  readonly errors: readonly FieldError[];
}

export interface Judged {
  readonly taken: readonly TakenRecord[];
  readonly repeated: readonly RepeatedRecord[];
  readonly rejected: readonly RejectedRecord[];
}

/** Validates every record and tells the duplicates and conflicts within the request; the log's sink tells the others. */
export async function judgeRecords(
  records: Iterable<InboundRecord>,
  policy: ValidationPolicy,
): Promise<Judged> {
  const taken = new Map<string, TakenRecord>();
  const repeated: RepeatedRecord[] = [];
  const rejected: RejectedRecord[] = [];
  await inSlices(records, (record) => {
    if (record.error !== undefined) {
      rejected.push(reject(record, policy, record.errors ?? [record.error]));
      return;
    }
    const result = validateEvent(record.json, policy);
    if (!result.ok) {
      rejected.push(reject(record, policy, result.errors));
      return;
    }
    const identity = `${result.event.source}\u001f${result.event.id}`;
    const first = taken.get(identity);
    if (first === undefined) taken.set(identity, { index: record.index, ...result });
    else if (first.contentHash === result.contentHash)
      repeated.push({ index: record.index, id: result.event.id, first });
    else rejected.push(reject(record, policy, [conflictWith(first)]));
  });
  return { taken: [...taken.values()], repeated, rejected };
}

function conflictWith(first: TakenRecord): FieldError {
  return problem(
    "event_id_conflict",
    "/id",
    `record ${first.index} of this request has the same source and id, but other content`,
  );
}

function reject(
  record: InboundRecord,
  policy: ValidationPolicy,
  errors: readonly FieldError[],
): RejectedRecord {
  const json = isObject(record.json) ? record.json : {};
  const { id, source, type } = json;
  const named =
    typeof id === "string" &&
    !errors.some((error) => error.pointer === "/id" && error.code !== "event_id_conflict");
  const wrongSource = errors.some((error) => error.pointer === "/source");
  return {
    index: record.index,
    id: named ? id : null,
    source: sourceOf(wrongSource ? undefined : source, policy.sources),
    type: typeof type === "string" && TYPE_SHAPE.test(type) ? type : null,
    raw: record.raw,
    json,
    errors,
  };
}
