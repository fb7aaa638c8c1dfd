import { z } from "@hono/zod-openapi";
import { text, time } from "./common.ts";

export const Health = z.object({ status: z.literal("ok") }).openapi("Health", { example: { status: "ok" } });

export const Readiness = z
  .object({
    ready: z.boolean(),
    status: z.enum(["ready", "unavailable", "draining"]).openapi({
      description: "`draining`: the process serves what still comes, and ends soon.",
    }),
    dependencies: z.record(
      text(64),
      z.object({
        state: z.enum(["ready", "unavailable"]),
        since: time().openapi({ description: "When this process saw the state begin." }),
        detail: text(500).optional(),
        optional: z
          .boolean()
          .optional()
          .openapi({ description: "Requests are served without it: its absence leaves `ready` as it is." }),
      }),
    ),
  })
  .openapi("Readiness", {
    example: {
      ready: false,
      status: "unavailable",
      dependencies: {
        database: { state: "ready", since: "2026-11-20T02:45:00.000Z" },
        warehouse: {
          state: "unavailable",
          since: "2026-11-20T08:12:31.407Z",
          detail: "refused or failed; the log says why",
        },
      },
    },
  });
