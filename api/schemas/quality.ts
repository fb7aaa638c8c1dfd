import { z } from "@hono/zod-openapi";
import { count, list, pageOf, pageQuery, rangeQuery, share, text, time } from "./common.ts";

const QUALITY_ALERT_EXAMPLE = {
  id: "qal_01kagz6v3m8q2x4n7c5b9d1e0f",
  version: 1,
  state: "open" as const,
  source: "wms-pune",
  window_minutes: 60,
  threshold: 0.01,
  received: 4_120,
  refused: 97,
  rate: 0.023_544,
  opened_at: "2026-11-20T06:20:00.000Z",
  resolved_at: null,
  resolved: null,
  url: "/v1/quarantine/groups?source=wms-pune",
};

const shares = {
  received: count(),
  refused: count().openapi({
    description: "Rejected by the API or an import, in conflict, or quarantined by the pipeline.",
  }),
  rate: share(),
};

/** GET /v1/quality/alerts/{id}, and `data` of `quality.alert`. */
export const QualityAlert = z
  .object({
    id: text(64),
    version: count(),
    state: z.enum(["open", "resolved"]),
    source: text(128),
    window_minutes: count(),
    threshold: share(),
    ...shares,
    opened_at: time(),
    resolved_at: time().nullable(),
    resolved: z.object(shares).nullable().openapi({ description: "Of the window when it was over." }),
    url: text(1000).openapi({ description: "Where what is refused is summed up." }),
  })
  .openapi("QualityAlert", {
    description:
      "A source of which more than 1 % of at least 100 records of the last hour (by five minutes) were refused. It is over below 0.5 %, and not opened again within an hour after it was.",
    example: QUALITY_ALERT_EXAMPLE,
  });

export const QualityAlertPage = pageOf(QualityAlert, "QualityAlertPage", QUALITY_ALERT_EXAMPLE);

export const QualityAlertQuery = z.strictObject({
  ...pageQuery,
  state: z.enum(["open", "resolved"]).optional(),
  source: text(128).optional(),
});

const QUALITY_EXAMPLE = {
  source: "wms-pune",
  type: "warehouse.dispatch_delayed",
  received: 4_120,
  stored: 4_003,
  duplicate: 20,
  conflict: 1,
  quarantined: 0,
  rejected: 96,
  validity: 0.976_456,
  uniqueness: 0.995_146,
  completeness: 0.91,
  missing: [{ member: "vehicle_id", share: 0.37 }],
  timeliness: { p50_seconds: 4.2, p95_seconds: 61.8 },
};

export const QualityReport = z
  .object({
    from: time(),
    to: time(),
    as_of: time(),
    data: list(
      z.object({
        source: text(128),
        type: text(64).nullable().openapi({ description: "Null: of no known type." }),
        received: count().openapi({ description: "What the next five sum up to." }),
        stored: count(),
        duplicate: count(),
        conflict: count(),
        quarantined: count(),
        rejected: count(),
        validity: share()
          .nullable()
          .openapi({ description: "Share that was neither rejected, in conflict, nor quarantined." }),
        uniqueness: share().nullable().openapi({ description: "Share that was no repeat." }),
        completeness: share().nullable().openapi({
          description: "Mean share of stored events that carry a member which any source of the type sends.",
        }),
        missing: list(z.object({ member: text(64), share: share() }), 100).openapi({
          description: "Members that some events lack, and the share that carries them, the rarest first.",
        }),
        timeliness: z
          .object({ p50_seconds: z.number(), p95_seconds: z.number() })
          .nullable()
          .openapi({ description: "From happening to being received; estimated." }),
      }),
      1000,
    ),
  })
  .openapi("QualityReport", {
    example: {
      from: "2026-11-19T06:20:00.000Z",
      to: "2026-11-20T06:20:00.000Z",
      as_of: "2026-11-20T06:20:00.000Z",
      data: [QUALITY_EXAMPLE],
    },
  });

export const QualityQuery = z.strictObject({
  ...rangeQuery,
  source: text(128).optional(),
  type: text(64).optional(),
});
