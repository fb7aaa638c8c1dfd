import { z } from "@hono/zod-openapi";
import { TOPICS } from "../../events/log/port.ts";
import { count, list, text, time } from "./common.ts";

const Waiting = z
  .object({
    since: time().openapi({ description: "When the range was first found to wait." }),
    attempts: count().openapi({ description: "Tries that failed; there is no last one." }),
    error: text(200).openapi({ description: "The kind of error of the last try." }),
    next_try_at: time()
      .nullable()
      .openapi({ description: "When it is tried again; null while a try does not end." }),
    process: text(200).openapi({ description: "Host and process id of the worker that tries." }),
  })
  .openapi("WaitingRange");

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
        waiting: Waiting.nullable().openapi({
          description:
            "Set while the next range cannot be handled: nothing behind it is read, nothing is given up, and it goes on by itself.",
        }),
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
      partitions: [
        {
          topic: "results" as const,
          partition: 0,
          end: 5_012,
          committed: 5_000,
          lag: 12,
          waiting: {
            since: "2026-11-20T02:44:12.000Z",
            attempts: 7,
            error: "PostgresError (53100)",
            next_try_at: "2026-11-20T02:45:04.000Z",
            process: "worker-1:4711",
          },
        },
      ],
    },
  ],
};

export const LagReport = z
  .object({ as_of: time(), data: list(GroupLag, 20) })
  .openapi("LagReport", { example: EXAMPLE });
