import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { readConfig } from "./config.ts";

test("has a default for everything, and takes an empty variable as unset", () => {
  const config = readConfig({ PORT: "", LOG_LEVEL: "" });
  expect(config).toMatchObject({
    port: 3000,
    host: "127.0.0.1",
    demo: false,
    logLevel: "info",
    databaseUrl: undefined,
    egressAllow: [],
  });
  expect([...config.roles]).toEqual(["stores", "api", "worker", "webhooks"]);
  expect(config.home).toBe(`${process.cwd()}/.dfras`);
});

test.each([
  ["PORT", "abc", "a whole number from 0 to 65535"],
  ["PORT", "70000", "a whole number"],
  ["HOST", "localhost", "an address of this machine"],
  ["DFRAS_ROLES", "api,kitchen", "stores, api, worker, webhooks"],
  ["DFRAS_DEMO", "yes", "0 or 1"],
  ["DFRAS_SECRET_KEY", "short", "at least 32 bytes"],
  ["DFRAS_OPERATOR_KEY", "short", "at least 16 characters"],
  ["DATABASE_URL", "mysql://x", "postgres://"],
  ["CLICKHOUSE_URL", "localhost:8123", "http://"],
  ["KAFKA_BROKERS", "a", "host:port"],
  ["KAFKA_TOPIC_PREFIX", "a b", "hyphens"],
  ["DFRAS_DRAIN_SECONDS", "31", "0 to 30"],
  ["DFRAS_HEALTH_PORT", "70000", "65535"],
  ["REDIS_URL", "http://x", "redis://"],
  ["DFRAS_EGRESS_ALLOW", "10.0.0.0/99", "addresses and networks"],
  ["OTEL_EXPORTER_OTLP_ENDPOINT", "x", "http://"],
  ["LOG_LEVEL", "loud", "trace, debug, info"],
])("%s=%s is refused by name, with what is allowed", (name, value, allowed) => {
  expect(() => readConfig({ [name]: value })).toThrow(name);
  expect(() => readConfig({ [name]: value })).toThrow(allowed);
});

test("names every wrong variable at once, and shows no secret", () => {
  const wrong = () => readConfig({ PORT: "x", DFRAS_DEMO: "2", DFRAS_SECRET_KEY: "hush" });
  expect(wrong).toThrow(/PORT is "x".*\nDFRAS_DEMO is "2".*\nDFRAS_SECRET_KEY is not valid/);
  expect(wrong).not.toThrow(/hush/);
});

test("takes a secret key as hex or base64, and wants one when the database is not its own", () => {
  const key = randomBytes(32);
  for (const form of ["hex", "base64", "base64url"] as const) {
    expect(readConfig({ DFRAS_SECRET_KEY: key.toString(form) }).secretKey).toEqual(key);
  }
  const DATABASE_URL = "postgres://u:p@localhost/d";
  expect(() => readConfig({ DATABASE_URL })).toThrow("DFRAS_SECRET_KEY must be set");
  expect(readConfig({ DATABASE_URL, DFRAS_SECRET_KEY: key.toString("hex") }).databaseUrl).toBe(DATABASE_URL);
});

test("takes a list of Kafka brokers, and a prefix for topics that share them", () => {
  const config = readConfig({ KAFKA_BROKERS: "one:9092,two:9093", KAFKA_TOPIC_PREFIX: "staging-" });
  expect(config.kafkaBrokers).toEqual(["one:9092", "two:9093"]);
  expect(config.kafkaTopicPrefix).toBe("staging-");
  expect(readConfig({}).kafkaBrokers).toBeUndefined();
});
