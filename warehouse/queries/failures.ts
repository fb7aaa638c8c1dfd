import { REFS } from "../../events/event.ts";
import type { Reader } from "../client.ts";
import type { FailureSummaryRow } from "../failures/toFailureSummary.ts";
import { latest } from "../latest.ts";
import type { FailureFactRow } from "../tables.ts";
import { epochOf } from "../time.ts";
import { allOf, equalTo, instant, OWN, type RefFilter, within } from "./conditions.ts";
import { type Page, type PageRequest, toPage } from "./page.ts";

export interface FailureFilter extends RefFilter {
  readonly status?: string;
  readonly kind?: string;
  /** The primary cause found. */
  readonly cause?: string;
  readonly family?: string;
  /** 0 - 1: failures whose primary cause is at least so sure. */
  readonly confidence_min?: number;
  /** Epoch milliseconds of `occurred_at`, included. */
  readonly from?: number;
  /** Epoch milliseconds of `occurred_at`, excluded. */
  readonly to?: number;
}

/** Place in the order newest first, then id descending. `at` is epoch milliseconds. */
export interface FailurePosition {
  readonly at: number;
  readonly id: string;
}

/** The columns of a failure that lists show. */
export const LEAN = `failure_id, status, kind, delivery_id, attempt, occurred_at, ${REFS.slice(1).join(", ")}, recorded_reason,
  recorded_source, corroborated, analysis_status, primary_cause, family, confidence, confidence_low, confidence_high`;

/** One page of failures, newest first, without their evidence and texts. */
export async function listFailures(
  reader: Reader,
  filter: FailureFilter,
  page: PageRequest<FailurePosition>,
): Promise<Page<FailureSummaryRow, FailurePosition>> {
  const { text, params } = allOf([
    ...equalTo(["status", "kind", "family", ...REFS], filter),
    ...equalTo(["primary_cause"], { primary_cause: filter.cause }),
    ...within("occurred_at", filter),
    ...atLeast(filter.confidence_min),
    ...beyond(page.after),
  ]);
  const rows = await reader.query<FailureSummaryRow>(
    `SELECT ${LEAN} FROM ${latest("failure_facts")} WHERE ${text}
     ORDER BY occurred_at DESC, failure_id DESC LIMIT {rows:UInt32}`,
    { ...params, rows: page.limit + 1 },
  );
  return toPage(rows, page.limit, (row) => ({ at: epochOf(row.occurred_at), id: row.failure_id }));
}

/** The failure with this id, or the one that took the id over when attempts were merged; else undefined. */
export async function getFailure(reader: Reader, id: string): Promise<FailureFactRow | undefined> {
  const read = (condition: string) =>
    reader.query<FailureFactRow>(
      `SELECT * FROM ${latest("failure_facts")} WHERE ${OWN} AND ${condition} ORDER BY failure_id LIMIT 1`,
      { id },
    );
  const [row] = await read("failure_id = {id:String}");
  if (row !== undefined) return row;
  const [heir] = await read("has(aliases, {id:String})");
  return heir;
}

function atLeast(confidence: number | undefined): readonly (readonly [string, Record<string, unknown>])[] {
  if (confidence === undefined) return [];
  // A Float32 holds 0.8 a little above or below: compare as it was stored.
  return [
    [
      "primary_cause != '' AND confidence >= toFloat32({confidence_min:Float64})",
      { confidence_min: confidence },
    ],
  ];
}

function beyond(after: FailurePosition | undefined): readonly (readonly [string, Record<string, unknown>])[] {
  if (after === undefined) return [];
  return [
    [
      `(occurred_at, failure_id) < (${instant("after_at")}, {after_id:String})`,
      { after_at: after.at, after_id: after.id },
    ],
  ];
}
