import { z } from "@hono/zod-openapi";
import { time } from "./common.ts";

export const TestClockAdvance = z
  .strictObject({
    to: time().openapi({ description: "The sandbox's new now; never earlier than the old one." }),
  })
  .openapi("TestClockAdvance", { example: { to: "2026-11-21T00:00:00Z" } });

export const TestClock = z
  .object({ now: time() })
  .openapi("TestClock", { example: { now: "2026-11-21T00:00:00.000Z" } });
