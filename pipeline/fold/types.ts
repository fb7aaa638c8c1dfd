import type { FailureKind, ObservedEvent } from "../../analysis/types.ts";
import type { Refs } from "../../events/event.ts";

export type DeliveryStateName =
  | "created"
  | "in_warehouse"
  | "in_transit"
  | "out_for_delivery"
  | "delivered"
  | "failed"
  | "returned"
  | "cancelled"
  | "lost";

/** An event with what decides whether it is live. */
export interface FoldEvent extends ObservedEvent {
  readonly corrects: string | null;
  /** The import it came by; absent or null for one that came by itself. */
  readonly importId?: string | null;
}

/** A correction or retraction, known by its own identity even when it belongs to another delivery or to none. */
export interface Correction {
  readonly source: string;
  readonly id: string;
  readonly corrects: string;
  readonly retraction: boolean;
  readonly at: number;
}

export interface Stage {
  readonly name: "order_to_pick" | "pick" | "pack" | "dispatch" | "linehaul" | "hub" | "last_mile";
  readonly from: number;
  readonly to: number;
}

export interface DetectedFailure {
  readonly kind: FailureKind;
  /** Empty for kinds that happen once, else `source:id` of the smallest live event of the attempt. */
  readonly anchor: string;
  /** The anchors that the attempt's other live events would have given. */
  readonly otherAnchors: readonly string[];
  /** 1-based number of the failed attempt; null for other kinds. */
  readonly attempt: number | null;
  readonly occurredAt: number;
  readonly refs: Refs;
  readonly recordedReason: { readonly code: string; readonly source: string } | null;
  readonly outForDeliveryAt: number | null;
}

/** The state of one delivery, a pure function of its live events, the tenant's grace and its clock. */
export interface FoldedDelivery {
  readonly deliveryId: string;
  readonly state: DeliveryStateName;
  readonly refs: Refs;
  readonly orderedAt: number | null;
  readonly promisedBy: number | null;
  readonly deliveredAt: number | null;
  readonly outcome: string | null;
  readonly attempts: number;
  readonly failedAttempts: number;
  readonly stages: readonly Stage[];
  readonly firstEventAt: number;
  readonly lastEventAt: number;
  readonly failures: readonly DetectedFailure[];
  /** When the sweep must look again: an undelivered promise (`late`), else null. */
  readonly lateCheckAt: number | null;
}
