import { createRoute } from "@hono/zod-openapi";
import { getAlert, listAlerts } from "../../events/quality/readAlerts.ts";
import { sumCounts } from "../../events/quality/sumCounts.ts";
import { DomainError } from "../../tenancy/errors.ts";
import { requireScope } from "../../tenancy/requireScope.ts";
import { measureStored } from "../../warehouse/queries/quality.ts";
import { toApiQuality, toApiQualityAlert } from "../convert/quality.ts";
import type { App } from "../env.ts";
import { cursorScope, decodeCursor, toPage } from "../http/page.ts";
import { parseRange } from "../http/time.ts";
import { json, problems, secured } from "../openapi/answers.ts";
import { idParam } from "../schemas/common.ts";
import {
  QualityAlert,
  QualityAlertPage,
  QualityAlertQuery,
  QualityQuery,
  QualityReport,
} from "../schemas/quality.ts";

const tags = ["Quality"];

const listAll = createRoute({
  method: "get",
  path: "/v1/quality/alerts",
  operationId: "listQualityAlerts",
  tags,
  summary: "List sources of which too much was refused, the newest alert first",
  ...secured("quarantine:read"),
  request: { query: QualityAlertQuery },
  responses: { 200: json(QualityAlertPage, "A page of alerts."), ...problems("invalid_request") },
});

const getOne = createRoute({
  method: "get",
  path: "/v1/quality/alerts/{id}",
  operationId: "getQualityAlert",
  tags,
  summary: "Read one quality alert",
  ...secured("quarantine:read"),
  request: { params: idParam("qal_") },
  responses: { 200: json(QualityAlert, "The alert."), ...problems("not_found") },
});

const report = createRoute({
  method: "get",
  path: "/v1/quality",
  operationId: "getQuality",
  tags,
  summary: "Read how valid, unique, complete and timely what each source sends is, by type",
  description:
    "Of what was received in the range: the last 24 hours unless told, 30 days at most. Counts go by five minutes; completeness and timeliness are of events that happened at most a week before the range.",
  ...secured("quarantine:read"),
  request: { query: QualityQuery },
  responses: {
    200: json(QualityReport, "By source and type, the most frequent first."),
    ...problems("invalid_request"),
  },
});

const DAY_MS = 86_400_000;

export function registerQuality(app: App): void {
  app.openapi(report, async (c) => {
    const ctx = c.get("ctx");
    requireScope(ctx, "quarantine:read");
    const query = c.req.valid("query");
    const now = Date.now();
    const { to = now, from = to - DAY_MS } = parseRange(query);
    requireWithin(from, to);
    const input = { source: query.source, type: query.type, from, to };
    const reader = c.get("deps").warehouse.forTenant(ctx.tenant);
    const [counts, measured] = await Promise.all([sumCounts(ctx, input), measureStored(reader, input)]);
    const data = toApiQuality(counts, measured);
    const iso = (at: number) => new Date(at).toISOString();
    return c.json({ from: iso(from), to: iso(to), as_of: iso(now), data }, 200);
  });

  app.openapi(listAll, async (c) => {
    const { limit, cursor, ...filter } = c.req.valid("query");
    const scope = cursorScope(c);
    const after = decodeCursor<string>(scope, cursor);
    const rows = await listAlerts(c.get("ctx"), { ...filter, limit: limit + 1, after });
    return c.json(toPage(scope, { rows, limit, position: ({ id }) => id, convert: toApiQualityAlert }), 200);
  });

  app.openapi(getOne, async (c) => {
    return c.json(toApiQualityAlert(await getAlert(c.get("ctx"), c.req.valid("param").id)), 200);
  });
}

function requireWithin(from: number, to: number): void {
  if (from <= to && to - from <= 30 * DAY_MS) return;
  throw new DomainError("invalid_request", "The range may be 30 days long at most.", {
    errors: [
      { code: "out_of_range", pointer: "/from", detail: "Give a `from` at most 30 days before `to`." },
    ],
  });
}
