import { qualityAlerts } from "../../drizzle/schema/quality.ts";
import { withSystem } from "../../tenancy/database.ts";
import { makeApp, type TestApp, type TestTenant } from "../harness/app.ts";
import { seedModel, seedRecommendation } from "../harness/seedRegistry.ts";
import { seedDelivery, seedEntity, seedEvent, seedFailure } from "../harness/seedRows.ts";
import { BODIES, type Operation } from "./operations.ts";

/** Tenant A with one of everything, and tenant B with nothing. */
export interface World {
  readonly api: TestApp;
  readonly a: TestTenant;
  readonly b: TestTenant;
  /** The operation's path with the id of A's object in it. */
  pathOf(operation: Operation): string;
  /** Ids that nobody but A may ever see. */
  readonly secrets: readonly string[];
}

/** What a path asks for beside the id of A's object: the kind of an entity, the name of a file. */
export const fillRest = (path: string) => path.replace("{kind}", "driver").replace("{name}", "events.csv");

export async function makeWorld(): Promise<World> {
  const api = await makeApp();
  const [a, b] = await Promise.all([api.makeTenant(), api.makeTenant()]);
  const { warehouse } = api.deps;
  const key = a.liveKey;
  await seedEvent(warehouse, a.live, { id: "secret-event", delivery_id: "secret-delivery" });
  await seedDelivery(warehouse, a.live, { delivery_id: "secret-delivery" });
  await seedFailure(warehouse, a.live, { failure_id: "fal_secret", delivery_id: "secret-delivery" });
  await seedEntity(warehouse, a.live, "driver", { driver_id: "secret-driver", name: "Secret Driver" });
  await seedRecommendation(api.deps.db, a.live, { id: "rec_secret" });
  await withSystem(api.deps.db, "test", (tx) =>
    tx
      .insert(qualityAlerts)
      .values({ tenantId: a.live.id, id: "qal_secret", source: "secret-source", received: 200, refused: 9 }),
  );
  await seedModel(api.deps.db, a.live, { id: "mdl_secret", number: 1 });
  const endpoint = await api.call("POST", "/v1/webhook-endpoints", {
    key,
    body: BODIES["createWebhookEndpoint"],
  });
  const apiKey = await api.call("POST", "/v1/api-keys", { key, body: BODIES["createApiKey"] });
  const batch = await api.call("POST", "/v1/events", { key, body: BODIES["sendEvents"] });
  const refused = { id: "secret-refused", type: "none.such", order_id: "secret-order" };
  await api.call("POST", "/v1/events", { key, body: refused });
  const [quarantined] = (await api.call("GET", "/v1/quarantine", { key })).body.data;
  const replay = await api.call("POST", "/v1/quarantine/replay", { key, body: BODIES["replayQuarantine"] });
  const made = await api.call("POST", "/v1/imports", { key, body: BODIES["createImport"] });
  const importId: string = made.body.id;
  const owned: Readonly<Record<string, string>> = {
    "/v1/events/{id}": "secret-event",
    "/v1/deliveries/{id}": "secret-delivery",
    "/v1/failures/{id}": "fal_secret",
    "/v1/failures/{id}/graph": "fal_secret",
    "/v1/failures/{id}/feedback": "fal_secret",
    "/v1/failures/{id}/reanalyze": "fal_secret",
    "/v1/recommendations/{id}": "rec_secret",
    "/v1/models/{model_id}/info": "mdl_secret",
    "/v1/models/{model_id}/promote": "mdl_secret",
    "/v1/quarantine/replays/{id}": replay.body.id,
    "/v1/events/{id}/lineage": "secret-event",
    "/v1/deliveries/{id}/lineage": "secret-delivery",
    "/v1/failures/{id}/lineage": "fal_secret",
    "/v1/quality/alerts/{id}": "qal_secret",
    "/v1/quarantine/{id}": quarantined.id,
    "/v1/quarantine/{id}/resubmit": quarantined.id,
    "/v1/quarantine/{id}/reject": quarantined.id,
    "/v1/entities/{kind}/{id}": "secret-driver",
    "/v1/webhook-endpoints/{id}": endpoint.body.id,
    "/v1/webhook-endpoints/{id}/rotate-secret": endpoint.body.id,
    "/v1/api-keys/{id}": apiKey.body.id,
    "/v1/ingest-batches/{id}": batch.body.batch_id,
    "/v1/imports/{id}": importId,
    "/v1/imports/{id}/files/{name}": importId,
    "/v1/imports/{id}/start": importId,
    "/v1/imports/{id}/errors": importId,
  };
  const pathOf = ({ path, audience }: Operation) => {
    if (!path.includes("{") || audience === "operator") return fillRest(path);
    const id = owned[path];
    if (id === undefined) throw new Error(`say which object of tenant A ${path} is to be tried on`);
    return fillRest(path).replace(/\{(model_)?id\}/, id);
  };
  return { api, a, b, pathOf, secrets: Object.values(owned) };
}
