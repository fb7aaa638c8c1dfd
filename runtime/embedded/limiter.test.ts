import { rateLimiterConformance } from "../../tenancy/testing/rateLimiterConformance.ts";
import { createLocalLimiter } from "./limiter.ts";

rateLimiterConformance("in process", async () => [createLocalLimiter()]);
