import type { Derived, Refs } from "../events/event.ts";
import type { StageNorms } from "./norms/types.ts";

export type FailureKind =
  | "attempt_failed"
  | "late"
  | "undeliverable"
  | "returned"
  | "lost"
  | "damaged"
  | "pickup_failed"
  | "cancelled_by_shipper";

/** An event as the analysis reads it: personal members are gone, what was derived from them stays. Times are epoch ms. */
export interface ObservedEvent {
  readonly source: string;
  readonly id: string;
  readonly type: string;
  readonly at: number;
  /** When it was known: received_hint where given, else received_at; epoch ms. */
  readonly knownAt: number;
  readonly refs: Refs;
  readonly location: { readonly lat: number; readonly lon: number } | null;
  readonly reason: string | null;
  readonly data: Readonly<Record<string, unknown>>;
  readonly derived: Derived | null;
}

/** What is to be explained. Times are epoch ms. */
export interface FailureFacts {
  readonly failureId: string;
  readonly kind: FailureKind;
  readonly deliveryId: string;
  readonly attempt: number | null;
  readonly occurredAt: number;
  readonly refs: Refs;
  readonly recordedReason: { readonly code: string; readonly source: string } | null;
  readonly orderedAt: number | null;
  readonly promisedBy: number | null;
  readonly deliveredAt: number | null;
  readonly outForDeliveryAt: number | null;
  /** Latest earlier failure of the same delivery that a later one may stem from (a return from its attempts). */
  readonly earlier: readonly {
    readonly kind: FailureKind;
    readonly occurredAt: number;
    readonly attempt: number | null;
  }[];
}

export type Stance = "for" | "against" | "context";

/** One evidence item: what was seen, against what is normal, how far away in time and space, and what it speaks for. */
export interface Evidence {
  readonly id: string;
  /** e.g. `recorded_reason`, `warehouse_backlog`, `pick_overrun`, `address_quality`, `weather`, `traffic`, `no_recipient_contact`. */
  readonly kind: string;
  /** As in Feature.level; absent in answers of earlier versions. */
  readonly level?: string;
  readonly stance: Stance;
  readonly cause: string | null;
  readonly observed: number | null;
  readonly normal: number | null;
  readonly unit: string | null;
  readonly logLr: number;
  readonly minutesBefore: number | null;
  readonly distanceKm: number | null;
  readonly statement: string;
  readonly events: readonly { readonly source: string; readonly id: string }[];
}

/** All the correlator found for one failure, before any cause is weighed. `features` holds observed features only: a missing feed has none. */
export interface Correlation {
  readonly features: readonly Feature[];
  /** Everything that the delivery lost time by, each as a failure of its own; absent = none was looked for. */
  readonly delays?: readonly {
    readonly kind: "late" | "attempt_failed";
    readonly features: readonly Feature[];
  }[];
}

/** One observed feature with its level, e.g. {name:"weather", level:"severe"}; the model maps (name, level, cause) to a likelihood. */
export interface Feature {
  readonly name: string;
  readonly level: string;
  readonly observed: number | null;
  readonly normal: number | null;
  readonly unit: string | null;
  readonly minutesBefore: number | null;
  readonly distanceKm: number | null;
  readonly statement: string;
  readonly events: readonly { readonly source: string; readonly id: string }[];
}

/** The events that surround a failure, as the pipeline loaded them. */
export interface Surroundings {
  /** Live events of the delivery itself, ordered by time. */
  readonly delivery: readonly ObservedEvent[];
  /** Live events of its route, vehicle, driver, warehouse within the windows of `EVIDENCE_WINDOWS`. */
  readonly entity: readonly ObservedEvent[];
  /** Live context events of its city, zone or postal code within the windows. */
  readonly place: readonly ObservedEvent[];
  /** What the tenant's stages usually take; absent: the experts' limits hold. */
  readonly norms?: StageNorms;
  /** Attributes of its master data in force then, by entity kind. */
  readonly masters: Readonly<
    Partial<
      Record<
        "client" | "customer" | "driver" | "vehicle" | "warehouse" | "carrier",
        Readonly<Record<string, unknown>>
      >
    >
  >;
}

export interface Analysis {
  readonly status: "provisional" | "final";
  readonly determined: boolean;
  readonly modelVersion: string;
  readonly primary: {
    readonly cause: string;
    readonly family: string;
    readonly confidence: number;
    readonly interval: readonly [number, number];
  } | null;
  readonly contributing: readonly {
    readonly cause: string;
    readonly family: string;
    readonly share: number;
  }[];
  readonly candidates: readonly { readonly cause: string; readonly probability: number }[];
  readonly unexplained: number;
  readonly evidence: readonly Evidence[];
  readonly counterfactuals: readonly {
    readonly without: string;
    readonly risk: number;
    readonly actual_risk: number;
  }[];
  readonly narrative: string;
  readonly corroborated: boolean;
}

/** What to do about a failure. Failures with the same action at the same entity share its id. */
export interface Recommendation {
  readonly id: string;
  readonly action: string;
  readonly owner_role: string;
  readonly playbook: string;
  /** The reference that it is done at, and its value; both empty where the failure names none. */
  readonly entity_kind: string;
  readonly entity_id: string;
  /** The cause that it works against. */
  readonly cause: string;
  /** Part of the failure that is due to this cause, 0 to 1: what acting on it can avoid at most. */
  readonly weight: number;
}
