import type { FailureKind } from "../../analysis/types.ts";
import { hashId } from "../../tenancy/id.ts";
import type { DetectedFailure } from "./types.ts";

/** The id of a failure: it follows from what the failure is, so replays and reordering never make a second one. */
export function failureId(
  tenantKey: number,
  deliveryId: string,
  kind: FailureKind,
  anchor: string,
): `fal_${string}` {
  return hashId("fal_", String(tenantKey), deliveryId, kind, anchor);
}

/** The ids that the failure would have had from its attempt's other events, in the order of their anchors. */
export function failureAliases(
  tenantKey: number,
  deliveryId: string,
  { kind, otherAnchors }: Pick<DetectedFailure, "kind" | "otherAnchors">,
): readonly `fal_${string}`[] {
  return otherAnchors.map((anchor) => failureId(tenantKey, deliveryId, kind, anchor));
}
