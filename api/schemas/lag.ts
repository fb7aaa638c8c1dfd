import { z } from "@hono/zod-openapi";
import { TOPICS } from "../../events/log/port.ts";
import { count, list, text, time } from "./common.ts";

const GroupLag = z
  .object({
    group: text(64),
    lag: count().openapi({ description: "Records that the group has not read, of all partitions." }),
    partitions: list(
      z.object({
        topic: z.enum(TOPICS),
        partition: count(),
        end: count().openapi({ description: "The next offset that will be written." }),
        committed: count().openapi({ description: "The next offset that the group will read." }),
        lag: count(),
      }),
      1_000,
    ),
  })
  .openapi("GroupLag");

const EXAMPLE = {
  as_of: "2026-11-20T02:45:00.000Z",
  data: [
    {
      group: "webhooks",
      lag: 12,
      partitions: [{ topic: "results" as const, partition: 0, end: 5_012, committed: 5_000, lag: 12 }],
    },
  ],
};

export const LagReport = z
  .object({ as_of: time(), data: list(GroupLag, 20) })
  .openapi("LagReport", { example: EXAMPLE });
