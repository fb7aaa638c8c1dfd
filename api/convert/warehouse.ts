import type { z } from "@hono/zod-openapi";
import type { Feedback } from "../../pipeline/feedback/feedback.ts";
import { expectedAvoided, type RecommendationRow } from "../../pipeline/recommendations/recommendation.ts";
import { toDelivery } from "../../warehouse/deliveries/toDelivery.ts";
import { toEvent } from "../../warehouse/events/toEvent.ts";
import { toFailure } from "../../warehouse/failures/toFailure.ts";
import { toFailureSummary } from "../../warehouse/failures/toFailureSummary.ts";
import type { Delivery, DeliverySummary } from "../schemas/delivery.ts";
import type { StoredEvent } from "../schemas/event.ts";
import type { Failure, FailureFeedback, FailureSummary } from "../schemas/failure.ts";

// The warehouse's objects are those of the schemas, which contract tests prove; its columns' types are wider.

type Rows<F extends (...given: never[]) => unknown> = Parameters<F>[0];

export function toApiEvent(...given: Parameters<typeof toEvent>): z.infer<typeof StoredEvent> {
  return toEvent(...given) as z.infer<typeof StoredEvent>;
}

/** With what stands confirmed, and what acting on each recommendation should avoid over all failures that share it. */
export function toApiFailure(
  row: Rows<typeof toFailure>,
  feedback: Feedback,
  summedUp: readonly RecommendationRow[],
): z.infer<typeof Failure> {
  const failure = toFailure(row) as z.infer<typeof Failure>;
  const found = new Map(summedUp.map((each) => [each.id, each]));
  return {
    ...failure,
    recommendations: failure.recommendations.map((each) => {
      const sum = found.get(each.id);
      const expected = sum && expectedAvoided(sum);
      return expected
        ? { ...each, expected_avoided: { ...expected, interval: [...expected.interval] } }
        : each;
    }),
    feedback: toApiFeedback(feedback),
  };
}

/** Where nothing stands confirmed, as webhooks show it. */
export function toApiFeedback({ confirmedCause, by, note, at }: Feedback): z.infer<typeof FailureFeedback> {
  const standing = { confirmed_cause: confirmedCause, by };
  return confirmedCause === null ? standing : { ...standing, note, at };
}

export function toApiFailureSummary(row: Rows<typeof toFailureSummary>): z.infer<typeof FailureSummary> {
  return toFailureSummary(row) as z.infer<typeof FailureSummary>;
}

export function toApiDeliverySummary(row: Rows<typeof toDelivery>): z.infer<typeof DeliverySummary> {
  return toDelivery(row) as z.infer<typeof DeliverySummary>;
}

export function toApiDelivery({ row, events }: DeliveryRows): z.infer<typeof Delivery> {
  return toDelivery(row, events) as z.infer<typeof Delivery>;
}

interface DeliveryRows {
  readonly row: Parameters<typeof toDelivery>[0];
  readonly events: Parameters<typeof toDelivery>[1];
}
