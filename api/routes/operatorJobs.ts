import { createRoute } from "@hono/zod-openapi";
import { listJobs } from "../../pipeline/jobs/listJobs.ts";
import { listRuns } from "../../pipeline/jobs/listRuns.ts";
import { readLag } from "../../pipeline/readLag.ts";
import { DISPATCH_GROUP } from "../../webhooks/dispatch/startDispatch.ts";
import { toApiJob, toApiJobRun } from "../convert/job.ts";
import type { App } from "../env.ts";
import { cursorScope, decodeCursor, toPage } from "../http/page.ts";
import { OPERATOR, plainJson, problemAnswers } from "../openapi/answers.ts";
import { JobList, JobParams, JobRunPage, JobRunQuery } from "../schemas/job.ts";
import { LagReport } from "../schemas/lag.ts";

const tags = ["Operator"];

const jobs = createRoute({
  method: "get",
  path: "/v1/operator/jobs",
  operationId: "listJobs",
  tags,
  summary: "List scheduled jobs: when each runs next, and how it has been doing",
  description: "All of them on one page.",
  ...OPERATOR,
  responses: {
    200: plainJson(JobList, "The jobs."),
    ...problemAnswers("unauthenticated", "internal", "unavailable"),
  },
});

const runs = createRoute({
  method: "get",
  path: "/v1/operator/jobs/{name}/runs",
  operationId: "listJobRuns",
  tags,
  summary: "List a job's attempts, the newest first",
  description:
    "Kept are the last 100 attempts that succeeded (and those of the running hour), and all others of 30 days.",
  ...OPERATOR,
  request: { params: JobParams, query: JobRunQuery },
  responses: {
    200: plainJson(JobRunPage, "A page of attempts."),
    ...problemAnswers("invalid_request", "unauthenticated", "not_found", "internal", "unavailable"),
  },
});

const lag = createRoute({
  method: "get",
  path: "/v1/operator/lag",
  operationId: "getLag",
  tags,
  summary: "Read how far each stage is behind the event log, and where it waits",
  ...OPERATOR,
  responses: {
    200: plainJson(LagReport, "Each group that reads the log, with its partitions."),
    ...problemAnswers("unauthenticated", "internal", "unavailable"),
  },
});

export function registerOperatorJobs(app: App): void {
  app.openapi(jobs, async (c) => {
    const statuses = await listJobs(c.get("deps").db);
    return c.json({ data: statuses.map(toApiJob), next_cursor: null }, 200);
  });

  app.openapi(runs, async (c) => {
    const { limit, cursor, state } = c.req.valid("query");
    const scope = cursorScope(c);
    const after = decodeCursor<string>(scope, cursor);
    const input = { job: c.req.valid("param").name, state, limit: limit + 1, after };
    const rows = await listRuns(c.get("deps").db, input);
    return c.json(toPage(scope, { rows, limit, position: ({ id }) => id, convert: toApiJobRun }), 200);
  });

  app.openapi(lag, async (c) => {
    const groups = await readLag(c.get("deps"), [DISPATCH_GROUP]);
    const data = groups.map((group) => ({ ...group, partitions: [...group.partitions] }));
    return c.json({ as_of: new Date().toISOString(), data }, 200);
  });
}
