import { isIP } from "node:net";
import { resolve } from "node:path";
import { z } from "zod";
import { createAllowList } from "../webhooks/egress/address.ts";

export const ROLES = ["stores", "api", "worker", "webhooks"] as const;
export type RoleName = (typeof ROLES)[number];

const LEVELS = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;
const SECRET_KEY_FORMS = "at least 32 bytes, as hex or base64 (make one with: openssl rand -base64 32)";
/** Never shown, not even when they are wrong. */
const SECRETS = /_KEY$|_URL$/;

/** What each variable may be, in the words that a wrong value is answered with, and how it is read. */
const variables = z.object({
  PORT: variable("a whole number from 0 to 65535 (0: any free port)", toPort).default(3000),
  HOST: variable("an address of this machine, or 0.0.0.0 or :: for all", (host) =>
    where(host, isIP(host) > 0),
  ).default("127.0.0.1"),
  DFRAS_HOME: variable("a path", (path) => resolve(path)).default(resolve(".dfras")),
  DFRAS_ROLES: variable(`a list, with commas, of ${ROLES.join(", ")}`, toRoles).default(new Set(ROLES)),
  DFRAS_DEMO: variable("0 or 1", (flag) => ({ 0: false, 1: true })[flag]).default(false),
  DFRAS_DRAIN_SECONDS: variable("a number of seconds from 0 to 30", toDrainSeconds).default(1),
  DFRAS_HEALTH_PORT: variable("a whole number from 0 to 65535 (0: any free port)", toPort).optional(),
  DFRAS_OPERATOR_KEY: variable("a secret of at least 16 characters", (key) =>
    where(key, key.length >= 16),
  ).optional(),
  DFRAS_SECRET_KEY: variable(SECRET_KEY_FORMS, toSecretKey).optional(),
  DATABASE_URL: variable("a URL beginning with postgres://", toUrl("postgres:", "postgresql:")).optional(),
  CLICKHOUSE_URL: variable("a URL beginning with http:// or https://", toUrl("http:", "https:")).optional(),
  KAFKA_BROKERS: variable("a list, with commas, of host:port", toBrokers).optional(),
  KAFKA_TOPIC_PREFIX: variable("up to 100 letters, digits, dots, underscores and hyphens", (prefix) =>
    where(prefix, /^[\w.-]{1,100}$/.test(prefix)),
  ).default(""),
  REDIS_URL: variable("a URL beginning with redis:// or rediss://", toUrl("redis:", "rediss:")).optional(),
  DFRAS_EGRESS_ALLOW: variable(
    "a list, with commas, of addresses and networks (10.0.0.0/8)",
    toAllowed,
  ).default([]),
  OTEL_EXPORTER_OTLP_ENDPOINT: variable(
    "a URL beginning with http:// or https://",
    toUrl("http:", "https:"),
  ).optional(),
  LOG_LEVEL: variable(`one of ${LEVELS.join(", ")}`, (level) =>
    LEVELS.find((known) => known === level),
  ).optional(),
});

export interface Config {
  readonly port: number;
  /** Address that the API listens on. */
  readonly host: string;
  /** Absolute. */
  readonly home: string;
  readonly roles: ReadonlySet<RoleName>;
  readonly demo: boolean;
  /** How long requests are still taken after it was said that none should be sent any more. */
  readonly drainSeconds: number;
  /** Where a process without role api tells its health; nowhere when undefined. */
  readonly healthPort: number | undefined;
  readonly operatorKey: string | undefined;
  readonly secretKey: Buffer | undefined;
  readonly databaseUrl: string | undefined;
  readonly clickhouseUrl: string | undefined;
  /** Where the event log is; in PostgreSQL when undefined. */
  readonly kafkaBrokers: readonly string[] | undefined;
  readonly kafkaTopicPrefix: string;
  readonly redisUrl: string | undefined;
  readonly egressAllow: readonly string[];
  readonly otlpEndpoint: string | undefined;
  readonly logLevel: string;
}

/** Wrong or missing configuration; the message names the variables and what is allowed. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}

/**
 * Reads the configuration; nothing else in the product looks at the environment. An empty variable counts as unset.
 * @throws ConfigError with a line for each wrong variable.
 */
export function readConfig(env: Readonly<Record<string, string | undefined>> = process.env): Config {
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ""),
  );
  const parsed = variables.safeParse(given);
  if (!parsed.success) {
    throw new ConfigError(
      parsed.error.issues.map(({ path, message }) => say(String(path[0]), message, given)).join("\n"),
    );
  }
  const values = parsed.data;
  if (values.DATABASE_URL && !values.DFRAS_SECRET_KEY) {
    throw new ConfigError(`DFRAS_SECRET_KEY must be set when DATABASE_URL is: ${SECRET_KEY_FORMS}`);
  }
  return {
    port: values.PORT,
    host: values.HOST,
    home: values.DFRAS_HOME,
    roles: values.DFRAS_ROLES,
    demo: values.DFRAS_DEMO,
    drainSeconds: values.DFRAS_DRAIN_SECONDS,
    healthPort: values.DFRAS_HEALTH_PORT,
    operatorKey: values.DFRAS_OPERATOR_KEY,
    secretKey: values.DFRAS_SECRET_KEY,
    databaseUrl: values.DATABASE_URL,
    clickhouseUrl: values.CLICKHOUSE_URL,
    kafkaBrokers: values.KAFKA_BROKERS,
    kafkaTopicPrefix: values.KAFKA_TOPIC_PREFIX,
    redisUrl: values.REDIS_URL,
    egressAllow: values.DFRAS_EGRESS_ALLOW,
    otlpEndpoint: values.OTEL_EXPORTER_OTLP_ENDPOINT,
    // The demo speaks to people on the same terminal.
    logLevel: values.LOG_LEVEL ?? (values.DFRAS_DEMO ? "warn" : "info"),
  };
}

/** The bytes of a secret key in hex, base64 or base64url; undefined when they are fewer than 32. */
export function toSecretKey(text: string): Buffer | undefined {
  const key = Buffer.from(text, /^(?:[0-9a-f]{2}){32,}$/i.test(text) ? "hex" : "base64");
  return where(key, key.length >= 32 && /^[\w+/=-]+$/.test(text));
}

function variable<T>(allowed: string, read: (text: string) => T | undefined) {
  return z.string().transform((text, context): T => {
    const value = read(text);
    if (value !== undefined) return value;
    context.addIssue({ code: "custom", message: allowed });
    return z.NEVER;
  });
}

function say(name: string, allowed: string, given: Readonly<Record<string, unknown>>): string {
  const value = SECRETS.test(name) ? "is not valid" : `is ${JSON.stringify(given[name])}`;
  return `${name} ${value}: it must be ${allowed}`;
}

function where<T>(value: T, holds: boolean): T | undefined {
  return holds ? value : undefined;
}

function toPort(text: string): number | undefined {
  return where(Number(text), /^\d{1,5}$/.test(text) && Number(text) <= 65_535);
}

function toDrainSeconds(text: string): number | undefined {
  return where(Number(text), /^\d{1,2}(\.\d{1,3})?$/.test(text) && Number(text) <= 30);
}

function toRoles(list: string): ReadonlySet<RoleName> | undefined {
  const names = list.split(",").map((name) => name.trim());
  const roles = new Set(ROLES.filter((role) => names.includes(role)));
  return where(
    roles,
    names.every((name) => ROLES.some((role) => role === name)),
  );
}

function toUrl(...protocols: readonly string[]): (text: string) => string | undefined {
  return (text) => where(text, protocols.includes(URL.parse(text)?.protocol ?? ""));
}

function toBrokers(list: string): readonly string[] | undefined {
  return where(list.split(","), /^[^\s:,]+:\d+(,[^\s:,]+:\d+)*$/.test(list));
}

function toAllowed(list: string): readonly string[] | undefined {
  const entries = list.split(",").map((entry) => entry.trim());
  try {
    createAllowList(entries);
    return entries;
  } catch {
    return undefined;
  }
}
