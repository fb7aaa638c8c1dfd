import type { z } from "@hono/zod-openapi";
import type { IngestAnswer as Answer, RecordResult } from "../../events/accept/answer.ts";
import type { IngestBatch } from "../../events/batches/getBatch.ts";
import type { FieldError } from "../../tenancy/errors.ts";
import { DomainProblem } from "../http/problem.ts";
import type { IngestAnswer } from "../schemas/ingest.ts";

/** The answer to an ingest request; with its batch also how far that is settled. */
export function toApiIngestAnswer(answer: Answer, batch?: IngestBatch): z.infer<typeof IngestAnswer> {
  const results = answer.results.map((result) => ({ ...result, errors: [...result.errors] }));
  if (batch === undefined) return { ...answer, results };
  const { state, stored, duplicate, conflict, quarantined } = batch;
  return { ...answer, results, state, stored, duplicate, conflict, quarantined };
}

/** The 422 for a request of which no record could be taken: the answer's members stand beside the problem's. */
export function ingestRefused(answer: Answer, several: boolean): DomainProblem {
  const errors = answer.results.flatMap((result) => pointersOf(result, several)).slice(0, 1000);
  const detail = several ? "None of the records could be taken." : "The record could not be taken.";
  return new DomainProblem("unprocessable", detail, { errors, members: { ...answer } });
}

/** Pointers into the body: of several records, each begins with its index. */
function pointersOf({ index, errors }: RecordResult, several: boolean): readonly FieldError[] {
  if (!several) return errors;
  return errors.map((error) => ({ ...error, pointer: `/${index}${error.pointer}` }));
}
