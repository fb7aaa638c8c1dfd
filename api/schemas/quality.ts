import { z } from "@hono/zod-openapi";
import { count, pageOf, pageQuery, share, text, time } from "./common.ts";

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
