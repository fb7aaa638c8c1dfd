/** References that an event may carry beside its own identity; the same names in API, log, tables and docs. */
export const REFS = [
  "delivery_id",
  "order_id",
  "client_id",
  "customer_id",
  "warehouse_id",
  "carrier_id",
  "driver_id",
  "vehicle_id",
  "route_id",
  "city",
  "region",
  "country",
  "postal_code",
  "zone",
] as const;
export type Ref = (typeof REFS)[number];
export type Refs = { readonly [R in Ref]?: string };

/** The canonical event, validated, with instants in RFC 3339 UTC (milliseconds). */
export interface CanonicalEvent extends Refs {
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly occurred_at: string;
  readonly location?: { readonly lat: number; readonly lon: number };
  readonly reason?: string;
  readonly reason_text?: string;
  readonly corrects?: string;
  readonly received_hint?: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

/** What the edge derives from personal members before sealing them, with the derivation's version. */
export interface Derived {
  readonly v: number;
  /** Quality flags of the address: e.g. missing_number, vague_landmark, mismatched_postal_code. Absent = no address seen. */
  readonly address?: { readonly flags: readonly string[]; readonly hash: string };
  /** Topic codes of free text (reason_text, data.text, data.note) and a sentiment from -1 to 1. Absent = no text. */
  readonly text?: { readonly topics: readonly string[]; readonly sentiment: number };
}

/** The body of a raw topic's record: the event without its personal members, those sealed beside it. */
export interface SealedEvent extends Omit<CanonicalEvent, "reason_text"> {
  /** Sealed JSON of the personal members, or null. */
  readonly personal: string | null;
  readonly derived: Derived | null;
}

/** Body of `deliveries_touched`. */
export interface DeliveryTouched {
  readonly delivery_id: string;
  /** Set by a sweep: the tenant's clock (epoch ms) up to which everything received had been folded. */
  readonly swept_at?: number;
  /** Set when all that touched it came by imports that notify nobody: what follows is told to nobody. */
  readonly quiet?: boolean;
}

/** Body of `failures_detected`. */
export interface FailureDetected {
  readonly delivery_id: string;
  readonly failure_ids: readonly string[];
  /** Set by a sweep, as in DeliveryTouched: what is old enough by it is analysed for good. */
  readonly swept_at?: number;
  /** As in DeliveryTouched. */
  readonly quiet?: boolean;
}

/** Body of `results`: one message per (type, object, version). `data` is the REST object at that version. */
export interface Result {
  readonly type: string;
  readonly object_id: string;
  readonly version: number;
  readonly occurred_at: string;
  readonly data: Readonly<Record<string, unknown>>;
}
