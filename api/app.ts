import { OpenAPIHono } from "@hono/zod-openapi";
import { except } from "hono/combine";
import { compress } from "hono/compress";
import type { ApiDeps, App, Env } from "./env.ts";
import { authenticate, requireOperator } from "./http/authenticate.ts";
import { tagReads } from "./http/etag.ts";
import { idempotent } from "./http/idempotency.ts";
import { limitRate, tellQuota } from "./http/limit.ts";
import { refuseSpent } from "./http/limitEvents.ts";
import { notFound } from "./http/methods.ts";
import { onError } from "./http/problem.ts";
import { requestId } from "./http/requestId.ts";
import { allowBrowsers, secureHeaders } from "./http/security.ts";
import { refuseInvalid } from "./http/validate.ts";
import { toDocument } from "./openapi/document.ts";
import { registerRoutes } from "./routes/register.ts";

/** The HTTP edge: give its `fetch` to a server, or call `request` in a test. It holds no state of its own. */
export function createApp(deps: ApiDeps): OpenAPIHono<Env> {
  const app: App = new OpenAPIHono<Env>({ defaultHook: refuseInvalid });
  app.onError(onError);
  app.use(requestId(deps), secureHeaders, allowBrowsers, compress(), tagReads);
  app.use("/v1/operator/*", requireOperator, idempotent);
  app.use("/v1/*", except("/v1/operator/*", tellQuota, authenticate));
  app.use("/v1/events", refuseSpent);
  app.use("/v1/*", except("/v1/operator/*", limitRate, idempotent));
  registerRoutes(app);
  const document = toDocument(app);
  app.get("/openapi.json", (c) => c.json(document));
  app.notFound(notFound(app));
  return app;
}
