import { createRoute } from "@hono/zod-openapi";
import { advanceTestClock } from "../../pipeline/clock/advanceTestClock.ts";
import type { App } from "../env.ts";
import { readJsonBody } from "../http/body.ts";
import { json, jsonBody, problems, secured } from "../openapi/answers.ts";
import { TestClock, TestClockAdvance } from "../schemas/testClock.ts";

const advance = createRoute({
  method: "post",
  path: "/v1/test-clock/advance",
  operationId: "advanceTestClock",
  tags: ["Sandbox"],
  summary: "Move the sandbox's clock on, so that promises run out and analyses become final",
  description: "For test keys only: a live key finds nothing here.",
  ...secured("test-clock:write"),
  middleware: [readJsonBody] as const,
  request: { body: jsonBody(TestClockAdvance) },
  responses: {
    200: json(TestClock, "The clock as it stands; it never goes back."),
    ...problems("invalid_request", "not_found", "too_large", "unsupported_media_type", "unprocessable"),
  },
});

export function registerTestClock(app: App): void {
  app.openapi(advance, async (c) => {
    const to = Date.parse(c.req.valid("json").to);
    return c.json(await advanceTestClock(c.get("ctx"), { to }), 200);
  });
}
