// Generated from openapi/openapi.json by `npm run sdk`: do not edit.

export { ApiKeysApi } from "./resources/apiKeys.ts";
export type { ListApiKeysQuery } from "./resources/apiKeys.ts";
export { DeliveriesApi } from "./resources/deliveries.ts";
export type { ListDeliveriesQuery } from "./resources/deliveries.ts";
export { EntitiesApi } from "./resources/entities.ts";
export type { ListEntitiesQuery, GetEntityQuery } from "./resources/entities.ts";
export { EventTypesApi } from "./resources/eventTypes.ts";
export { EventsApi } from "../resources/events.ts";
export type { ListEventsQuery, SendEventsQuery, GetEventQuery, GetEventLineageQuery } from "./resources/events.ts";
export { FailuresApi } from "./resources/failures.ts";
export type { ListFailuresQuery, GetFailureGraphQuery } from "./resources/failures.ts";
export { HealthApi } from "./resources/health.ts";
export { ImportPresetsApi } from "./resources/importPresets.ts";
export { ImportsApi } from "../resources/imports.ts";
export type { ListImportsQuery } from "./resources/imports.ts";
export { IngestBatchesApi } from "./resources/ingestBatches.ts";
export { ModelsApi } from "./resources/models.ts";
export { OperatorApi } from "./resources/operator.ts";
export type { ListTenantsQuery, ListJobRunsQuery } from "./resources/operator.ts";
export { QuarantineApi } from "./resources/quarantine.ts";
export type { ListQuarantineReplaysQuery, ListQuarantineQuery, ListQuarantineGroupsQuery } from "./resources/quarantine.ts";
export { RecommendationsApi } from "./resources/recommendations.ts";
export type { ListRecommendationsQuery } from "./resources/recommendations.ts";
export { TestClockApi } from "./resources/testClock.ts";
export { WebhookEndpointsApi } from "./resources/webhookEndpoints.ts";
export type { ListWebhookEndpointsQuery } from "./resources/webhookEndpoints.ts";
