// Generated from openapi/openapi.json by `npm run sdk`: do not edit.

import type { Transport } from "../core/transport.ts";
import { ApiKeysApi } from "./resources/apiKeys.ts";
import { DeliveriesApi } from "./resources/deliveries.ts";
import { EntitiesApi } from "./resources/entities.ts";
import { EventTypesApi } from "./resources/eventTypes.ts";
import { EventsApi } from "../resources/events.ts";
import { FailuresApi } from "./resources/failures.ts";
import { HealthApi } from "./resources/health.ts";
import { ImportPresetsApi } from "./resources/importPresets.ts";
import { ImportsApi } from "../resources/imports.ts";
import { IngestBatchesApi } from "./resources/ingestBatches.ts";
import { ModelsApi } from "./resources/models.ts";
import { OperatorApi } from "./resources/operator.ts";
import { QualityApi } from "./resources/quality.ts";
import { QuarantineApi } from "./resources/quarantine.ts";
import { RecommendationsApi } from "./resources/recommendations.ts";
import { TestClockApi } from "./resources/testClock.ts";
import { WebhookEndpointsApi } from "./resources/webhookEndpoints.ts";

/** Every resource of the API. */
export class Resources {
  readonly apiKeys: ApiKeysApi;
  readonly deliveries: DeliveriesApi;
  readonly entities: EntitiesApi;
  readonly eventTypes: EventTypesApi;
  readonly events: EventsApi;
  readonly failures: FailuresApi;
  readonly health: HealthApi;
  readonly importPresets: ImportPresetsApi;
  readonly imports: ImportsApi;
  readonly ingestBatches: IngestBatchesApi;
  readonly models: ModelsApi;
  readonly operator: OperatorApi;
  readonly quality: QualityApi;
  readonly quarantine: QuarantineApi;
  readonly recommendations: RecommendationsApi;
  readonly testClock: TestClockApi;
  readonly webhookEndpoints: WebhookEndpointsApi;

  constructor(transport: Transport) {
    this.apiKeys = new ApiKeysApi(transport);
    this.deliveries = new DeliveriesApi(transport);
    this.entities = new EntitiesApi(transport);
    this.eventTypes = new EventTypesApi(transport);
    this.events = new EventsApi(transport);
    this.failures = new FailuresApi(transport);
    this.health = new HealthApi(transport);
    this.importPresets = new ImportPresetsApi(transport);
    this.imports = new ImportsApi(transport);
    this.ingestBatches = new IngestBatchesApi(transport);
    this.models = new ModelsApi(transport);
    this.operator = new OperatorApi(transport);
    this.quality = new QualityApi(transport);
    this.quarantine = new QuarantineApi(transport);
    this.recommendations = new RecommendationsApi(transport);
    this.testClock = new TestClockApi(transport);
    this.webhookEndpoints = new WebhookEndpointsApi(transport);
  }
}
