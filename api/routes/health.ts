import { createRoute } from "@hono/zod-openapi";
import type { App } from "../env.ts";
import { PUBLIC, plainJson, problemAnswers } from "../openapi/answers.ts";
import { Health, Readiness } from "../schemas/health.ts";

const healthz = createRoute({
  method: "get",
  path: "/healthz",
  operationId: "getHealth",
  tags: ["Health"],
  summary: "Whether the process is alive",
  ...PUBLIC,
  responses: {
    200: plainJson(Health, "It is."),
    ...problemAnswers("internal"),
  },
});

const readyz = createRoute({
  method: "get",
  path: "/readyz",
  operationId: "getReadiness",
  tags: ["Health"],
  summary: "Whether requests can be served, with the state of each dependency",
  description:
    "For balancers: nothing new should be sent to a process that answers 503. One that is about to end says so (`draining`) while it still serves.",
  ...PUBLIC,
  responses: {
    200: plainJson(Readiness, "All dependencies answer."),
    503: plainJson(Readiness, "One at least does not, or the process is about to end."),
    ...problemAnswers("internal"),
  },
});

export function registerHealth(app: App): void {
  app.openapi(healthz, (c) => c.json({ status: "ok" as const }, 200));

  app.openapi(readyz, async (c) => {
    const report = await c.get("deps").readiness();
    return c.json(
      { ready: report.ready, status: report.status, dependencies: { ...report.dependencies } },
      report.ready ? 200 : 503,
    );
  });
}
