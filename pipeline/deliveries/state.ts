import type { LogAppend, LogRange } from "../../events/log/port.ts";
import type { DeliveryFactRow, FailureFactRow } from "../../warehouse/tables.ts";
import type { Clock } from "../clock/readClocks.ts";
import type { FoldEvent } from "../fold/types.ts";
import type { FoldedDeliveryFacts, HandoverOf } from "./handover.ts";
import type { DeliveryRef } from "./loadDeliveries.ts";

/** One touched delivery, with what is known of it before the fold. */
export interface TouchedDelivery extends DeliveryRef {
  readonly range: LogRange;
  /** The range's last record of it: what causes the new version. */
  readonly offset: number;
  /** Set when a sweep asked: the clock by which an open promise is late, epoch ms. */
  readonly sweptAt: number | null;
  /** Set when nobody is to be told of what follows. */
  readonly quiet: boolean;
}

export interface DeliveriesState {
  readonly ranges: readonly LogRange[];
  touched: readonly TouchedDelivery[];
  /** Live events, facts and clocks by delivery key, failure id and tenant id. */
  events: ReadonlyMap<string, readonly FoldEvent[]>;
  deliveryFacts: ReadonlyMap<string, DeliveryFactRow>;
  failureFacts: ReadonlyMap<string, FailureFactRow>;
  clocks: ReadonlyMap<string, Clock>;
  /** What the fold changed. */
  readonly newDeliveries: DeliveryFactRow[];
  readonly newFailures: FailureFactRow[];
  readonly due: DueChange[];
  readonly announce: LogAppend[];
  /** Deliveries that go on to be analysed. */
  readonly folded: {
    readonly key: string;
    readonly range: LogRange;
    readonly facts: FoldedDeliveryFacts;
  }[];
  /** Where they are left for the analysis; none: it reads them. */
  readonly handoverOf: HandoverOf;
}

/** When to look at the delivery again; null = no longer. */
export interface DueChange {
  readonly tenantId: string;
  readonly deliveryId: string;
  readonly kind: "late" | "final";
  readonly dueAt: number | null;
  /** The latest import, when only imports speak of the delivery: its clock decides. */
  readonly importId: string | null;
  readonly quiet: boolean;
}

export function newDeliveriesState(
  ranges: readonly LogRange[],
  handoverOf: HandoverOf = () => undefined,
): DeliveriesState {
  const none = new Map<string, never>();
  return {
    ranges,
    touched: [],
    events: none,
    deliveryFacts: none,
    failureFacts: none,
    clocks: none,
    newDeliveries: [],
    newFailures: [],
    due: [],
    announce: [],
    folded: [],
    handoverOf,
  };
}
