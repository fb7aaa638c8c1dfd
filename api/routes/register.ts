import type { App } from "../env.ts";
import { registerApiKeys } from "./apiKeys.ts";
import { registerDeliveries } from "./deliveries.ts";
import { registerEntities } from "./entities.ts";
import { registerEvents } from "./events.ts";
import { registerFailureGraph } from "./failureGraph.ts";
import { registerFailures } from "./failures.ts";
import { registerFeedback } from "./feedback.ts";
import { registerHealth } from "./health.ts";
import { registerImports } from "./imports.ts";
import { registerIngest } from "./ingest.ts";
import { registerLineage } from "./lineage.ts";
import { registerModels } from "./models.ts";
import { registerOperator } from "./operator.ts";
import { registerOperatorJobs } from "./operatorJobs.ts";
import { registerProblemPages } from "./problems.ts";
import { registerQuality } from "./quality.ts";
import { registerQuarantine } from "./quarantine.ts";
import { registerQuarantineReplays } from "./quarantineReplays.ts";
import { registerRecommendations } from "./recommendations.ts";
import { registerTestClock } from "./testClock.ts";
import { registerWebhookEndpoints } from "./webhookEndpoints.ts";

/** Every route of the API. Needs nothing but the app, so that the document can be emitted without any store. */
export function registerRoutes(app: App): void {
  registerHealth(app);
  registerOperator(app);
  registerOperatorJobs(app);
  registerIngest(app);
  registerImports(app);
  registerEvents(app);
  registerLineage(app);
  registerQuality(app);
  registerQuarantineReplays(app);
  registerQuarantine(app);
  registerDeliveries(app);
  registerFailures(app);
  registerFailureGraph(app);
  registerFeedback(app);
  registerRecommendations(app);
  registerModels(app);
  registerEntities(app);
  registerApiKeys(app);
  registerWebhookEndpoints(app);
  registerTestClock(app);
  registerProblemPages(app);
}
