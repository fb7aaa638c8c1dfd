import { readFileSync } from "node:fs";
import { parse } from "smol-toml";
import { expect, test } from "vitest";
import { readConfig } from "../../runtime/config.ts";
import { environmentOf, readDockerfile } from "../harness/dockerfile.ts";
import { knownVariables } from "./variables.ts";

const text = readFileSync("fly.toml", "utf8");
const fly = parse(text) as {
  build: { dockerfile: string };
  deploy: { release_command: string };
  env: Record<string, string>;
  processes: Record<string, string>;
  http_service: { processes: string[]; internal_port: number; checks: { path: string; method: string }[] };
  checks: Record<string, { processes: string[]; port: number; path: string }>;
  restart: { processes: string[] }[];
};

test("has the three process groups, each with its role", () => {
  expect(Object.keys(fly.processes)).toEqual(["api", "worker", "webhooks"]);
  for (const [name, command] of Object.entries(fly.processes))
    expect(command).toBe(`env DFRAS_ROLES=${name} node runtime/main.ts`);
  expect(fly.deploy.release_command).toBe("node runtime/migrate.ts");
  expect(fly.build.dockerfile).toBe("Dockerfile");
});

test("the API alone is reached from outside, on its port, when it is ready; the others tell their health within", () => {
  const { processes, internal_port, checks } = fly.http_service;
  expect(processes).toEqual(["api"]);
  expect(String(internal_port)).toBe(fly.env["PORT"]);
  expect(checks).toEqual([expect.objectContaining({ method: "GET", path: "/readyz" })]);
  const port = Number(environmentOf(readDockerfile("Dockerfile"))["DFRAS_HEALTH_PORT"]);
  expect(fly.checks["ready"]).toMatchObject({ processes: ["worker", "webhooks"], port, path: "/readyz" });
  expect(fly.restart.flatMap((each) => each.processes).sort()).toEqual(["webhooks", "worker"]);
});

test("sets what the product reads, no secret among it, and names the secrets that it needs", () => {
  const set = { ...environmentOf(readDockerfile("Dockerfile")), ...fly.env };
  const { NODE_ENV, ...ours } = set;
  expect(Object.keys(ours).filter((name) => !knownVariables().has(name))).toEqual([]);
  expect(readConfig(ours)).toMatchObject({ host: "0.0.0.0", port: fly.http_service.internal_port });
  expect(Object.keys(fly.env).filter((name) => /_KEY$|_URL$/.test(name))).toEqual([]);
  const named = (text.split("fly secrets set`:")[1] ?? "").split("\napp")[0] ?? "";
  for (const [, name = ""] of named.matchAll(/([A-Z]+_[A-Z_]+)/g)) expect(knownVariables()).toContain(name);
});
