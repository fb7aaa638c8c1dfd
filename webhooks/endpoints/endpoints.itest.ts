import { eq } from "drizzle-orm";
import { afterAll, expect, inject, test } from "vitest";
import { auditLog } from "../../drizzle/schema/audit.ts";
import { webhookEndpoints } from "../../drizzle/schema/webhook.ts";
import { openDatabase, withTenant } from "../../tenancy/database.ts";
import { egress, keyring, mintCtx } from "../testSupport.ts";
import { createEndpoint, MAX_ENDPOINTS } from "./createEndpoint.ts";
import { deleteEndpoint } from "./deleteEndpoint.ts";
import { getEndpoint } from "./getEndpoint.ts";
import { listEndpoints } from "./listEndpoints.ts";
import { rotateSecret } from "./rotateSecret.ts";
import { openSecret } from "./secret.ts";
import { updateEndpoint } from "./updateEndpoint.ts";

const db = openDatabase({ url: inject("databaseUrl"), poolSize: 6 });
afterAll(() => db.close());
const deps = { keyring, egress };
const input = { url: "https://8.8.8.8/hook", event_types: ["failure.analyzed"], description: "to the WMS" };

test("an endpoint shows its secret once, keeps it sealed, and is written down", async () => {
  const ctx = await mintCtx(db);
  const { secret, ...made } = await createEndpoint(ctx, deps, input);
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  expect(made).toMatchObject({ ...input, enabled: true, disabled_reason: null });
  expect(await getEndpoint(ctx, made.id)).toEqual(made);
  const { row, audit } = await withTenant(db, ctx.tenant.id, async (tx) => ({
    row: (await tx.select().from(webhookEndpoints))[0],
    audit: await tx.select().from(auditLog).where(eq(auditLog.target, made.id)),
  }));
  expect(row?.secret).not.toContain(secret.slice(6));
  expect(openSecret(keyring, made.id, row?.secret ?? "")).toBe(secret);
  expect(() => openSecret(keyring, "wep_other", row?.secret ?? "")).toThrow();
  expect(audit.map((entry) => entry.action)).toEqual(["webhook_endpoint.created"]);
  expect(JSON.stringify(audit)).not.toContain(secret);
});

test("a rotated secret takes over and the old one stays beside it for a day", async () => {
  const ctx = await mintCtx(db);
  const made = await createEndpoint(ctx, deps, input);
  const rotated = await rotateSecret(ctx, deps, made.id);
  expect(rotated.secret).not.toBe(made.secret);
  const [row] = await withTenant(db, ctx.tenant.id, (tx) => tx.select().from(webhookEndpoints));
  expect(openSecret(keyring, made.id, row?.secret ?? "")).toBe(rotated.secret);
  const [previous] = row?.previousSecrets ?? [];
  expect(openSecret(keyring, made.id, previous?.secret ?? "")).toBe(made.secret);
  expect(Date.parse(previous?.until ?? "") - Date.now()).toBeGreaterThan(23 * 3_600_000);
  for (let i = 0; i < 11; i++) await rotateSecret(ctx, deps, made.id);
  const [later] = await withTenant(db, ctx.tenant.id, (tx) => tx.select().from(webhookEndpoints));
  expect(later?.previousSecrets).toHaveLength(9);
});

test("changes keep what is not named; disabling says why", async () => {
  const ctx = await mintCtx(db);
  const { id } = await createEndpoint(ctx, deps, input);
  const off = await updateEndpoint(ctx, deps, id, { enabled: false });
  expect(off).toMatchObject({ ...input, enabled: false, disabled_reason: "disabled by the tenant" });
  const on = await updateEndpoint(ctx, deps, id, { enabled: true, event_types: ["failure.detected"] });
  expect(on).toMatchObject({ enabled: true, disabled_reason: null, event_types: ["failure.detected"] });
  await expect(updateEndpoint(ctx, deps, id, {})).rejects.toMatchObject({ code: "invalid_request" });
  await deleteEndpoint(ctx, id);
  await expect(getEndpoint(ctx, id)).rejects.toMatchObject({ code: "not_found" });
});

test("what cannot be served is refused with its pointer", async () => {
  const ctx = await mintCtx(db);
  const pointers = (change: object) =>
    createEndpoint(ctx, deps, { ...input, ...change }).then(
      () => [],
      (error: { errors: { pointer: string }[] }) => error.errors.map(({ pointer }) => pointer),
    );
  expect(await pointers({ url: "http://8.8.8.8/" })).toEqual(["/url"]);
  expect(await pointers({ url: "https://169.254.169.254/" })).toEqual(["/url"]);
  expect(await pointers({ event_types: [] })).toEqual(["/event_types"]);
  expect(await pointers({ event_types: ["failure.analyzed", "failure.solved"] })).toEqual(["/event_types/1"]);
});

test("every verb asks for its scope first, and another tenant's endpoint is not there", async () => {
  const [ctx, other] = [await mintCtx(db), await mintCtx(db)];
  const { id } = await createEndpoint(ctx, deps, input);
  const calls = (as: typeof ctx) => [
    () => getEndpoint(as, id),
    () => updateEndpoint(as, deps, id, { enabled: false }),
    () => rotateSecret(as, deps, id),
    () => deleteEndpoint(as, id),
  ];
  for (const call of calls(other)) await expect(call()).rejects.toMatchObject({ code: "not_found" });
  expect((await listEndpoints(other, { limit: 10 })).items).toEqual([]);
  const weak = { ...ctx, scopes: new Set<never>() };
  for (const call of [
    ...calls(weak),
    () => createEndpoint(weak, deps, input),
    () => listEndpoints(weak, { limit: 1 }),
  ]) {
    await expect(call()).rejects.toMatchObject({ code: "insufficient_scope" });
  }
  expect((await getEndpoint(ctx, id)).enabled).toBe(true);
});

test("a tenant has at most 50, also when they are made at once; pages hold each once", async () => {
  const ctx = await mintCtx(db);
  const made = await Promise.allSettled(
    Array.from({ length: MAX_ENDPOINTS + 4 }, () => createEndpoint(ctx, deps, input)),
  );
  expect(made.filter(({ status }) => status === "fulfilled")).toHaveLength(MAX_ENDPOINTS);
  const seen: string[] = [];
  let after = null;
  do {
    const page = await listEndpoints(ctx, { limit: 20, after });
    seen.push(...page.items.map(({ id }) => id));
    after = page.next;
  } while (after);
  expect(seen).toHaveLength(MAX_ENDPOINTS);
  expect(new Set(seen).size).toBe(MAX_ENDPOINTS);
});
