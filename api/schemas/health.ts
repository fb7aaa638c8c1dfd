import { z } from "@hono/zod-openapi";
import { text } from "./common.ts";

export const Health = z.object({ status: z.literal("ok") }).openapi("Health", { example: { status: "ok" } });

export const Readiness = z
  .object({
    ready: z.boolean(),
    dependencies: z.record(
      text(64),
      z.object({
        state: z.enum(["ready", "unavailable"]),
        detail: text(500).optional(),
        optional: z
          .boolean()
          .optional()
          .openapi({ description: "Requests are served without it: its absence leaves `ready` as it is." }),
      }),
    ),
  })
  .openapi("Readiness", {
    example: { ready: true, dependencies: { postgres: { state: "ready" }, clickhouse: { state: "ready" } } },
  });
