import type { qualityAlerts } from "../../drizzle/schema/quality.ts";

export type AlertRow = typeof qualityAlerts.$inferSelect;

/**
 * When a source is told of: over the last hour, in steps of five minutes, more than 1 % of at least 100 records were
 * refused. It is over below 0.5 %, and is not told of again within an hour after it was.
 */
export const ALERT = { windowMinutes: 60, minReceived: 100, openAbove: 0.01, closeBelow: 0.005 } as const;

interface Share {
  readonly received: number;
  /** Rejected by the edge, in conflict, or quarantined by the pipeline. */
  readonly refused: number;
  /** 0 to 1. */
  readonly rate: number;
}

/** A source of which too much was refused, as the API shows it and as `quality.alert` tells of it. */
export interface QualityAlert extends Share {
  readonly id: string;
  readonly version: number;
  readonly state: "open" | "resolved";
  readonly source: string;
  readonly window_minutes: number;
  readonly threshold: number;
  /** RFC 3339 UTC. */
  readonly opened_at: string;
  readonly resolved_at: string | null;
  /** Of the window when it was over. */
  readonly resolved: Share | null;
  /** Where what is refused is summed up. */
  readonly url: string;
}

export function toAlert(row: AlertRow): QualityAlert {
  const { id, version, state, source, received, refused, resolvedReceived, resolvedRefused } = row;
  return {
    ...{ id, version, state, source },
    window_minutes: ALERT.windowMinutes,
    threshold: ALERT.openAbove,
    ...toShare(received, refused),
    opened_at: row.openedAt.toISOString(),
    resolved_at: row.resolvedAt?.toISOString() ?? null,
    resolved: resolvedReceived === null ? null : toShare(resolvedReceived, resolvedRefused ?? 0),
    url: `/v1/quarantine/groups?source=${encodeURIComponent(source)}`,
  };
}

function toShare(received: number, refused: number): Share {
  return { received, refused, rate: received === 0 ? 0 : Math.round((refused / received) * 1e6) / 1e6 };
}
