import { z } from "@hono/zod-openapi";
import { time } from "./common.ts";

export const TestClockAdvance = z
  .strictObject({
    to: time().openapi({ description: "The sandbox's new now; never earlier than the old one." }),
  })
  .openapi("TestClockAdvance");

export const TestClock = z.object({ now: time() }).openapi("TestClock");
