// Generated from openapi/openapi.json by `npm run sdk`: do not edit.

import type { operations } from "./schema.ts";

/** A delivery failed; the first analysis follows. */
export type FailureDetectedEvent = operations["failureDetected"]["requestBody"]["content"]["application/json"];

/** A failure was explained. */
export type FailureAnalyzedEvent = operations["failureAnalyzed"]["requestBody"]["content"]["application/json"];

/** A failure's explanation changed. */
export type FailureReanalyzedEvent = operations["failureReanalyzed"]["requestBody"]["content"]["application/json"];

/** A failure turned out to be none. */
export type FailureWithdrawnEvent = operations["failureWithdrawn"]["requestBody"]["content"]["application/json"];

/** Several failures speak for an action that was not recommended before. */
export type RecommendationCreatedEvent = operations["recommendationCreated"]["requestBody"]["content"]["application/json"];

/** An import has ended: finished, or failed as a whole. */
export type ImportFinishedEvent = operations["importFinished"]["requestBody"]["content"]["application/json"];

/** Too much of a source is refused, or that is over. */
export type QualityAlertEvent = operations["qualityAlert"]["requestBody"]["content"]["application/json"];

/** A webhook's body. Newer versions of DFRAS may send further types: keep a `default` in a `switch`. */
export type WebhookEvent = FailureDetectedEvent | FailureAnalyzedEvent | FailureReanalyzedEvent | FailureWithdrawnEvent | RecommendationCreatedEvent | ImportFinishedEvent | QualityAlertEvent;
