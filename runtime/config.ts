import { isAbsolute, resolve } from "node:path";
import { z } from "zod";

export const ROLES = ["stores", "api", "worker", "webhooks"] as const;
export type RoleName = (typeof ROLES)[number];

const url = (scheme: RegExp, example: string) =>
  z.string().regex(scheme, `must be a URL such as ${example}`).optional();
const list = z.string().transform((text) =>
  text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== ""),
);

const LEVELS = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;

const Environment = z.object({
  PORT: z.coerce.number({ error: "must be a port: 0 to 65535" }).int().min(0).max(65_535).default(3000),
  DFRAS_HOME: z.string().min(1).default(".dfras"),
  DFRAS_ROLES: list
    .pipe(z.array(z.enum(ROLES, { error: `must be a list of ${ROLES.join(", ")}` })).min(1))
    .default([...ROLES]),
  DFRAS_DEMO: z.enum(["0", "1"], { error: "must be 0 or 1" }).default("0"),
  DFRAS_OPERATOR_KEY: z.string().min(16, "must have at least 16 characters").optional(),
  DFRAS_SECRET_KEY: z.string().min(32, "must have at least 32 characters").optional(),
  DATABASE_URL: url(/^postgres(ql)?:\/\//, "postgres://user:password@host:5432/dfras"),
  CLICKHOUSE_URL: url(/^https?:\/\//, "http://user:password@host:8123"),
  KAFKA_BROKERS: z.undefined({
    error: "is not supported yet: leave it unset to use the event log in PostgreSQL",
  }),
  REDIS_URL: z.undefined({
    error: "is not supported yet: leave it unset to keep limits and cache in process",
  }),
  DFRAS_EGRESS_ALLOW: list.default([]),
  OTEL_EXPORTER_OTLP_ENDPOINT: url(/^https?:\/\//, "http://host:4318"),
  LOG_LEVEL: z.enum(LEVELS, { error: `must be one of ${LEVELS.join(", ")}` }).default("info"),
});

export interface Config {
  readonly port: number;
  /** Absolute. */
  readonly home: string;
  readonly roles: ReadonlySet<RoleName>;
  readonly demo: boolean;
  readonly operatorKey: string | undefined;
  readonly secretKey: string | undefined;
  readonly databaseUrl: string | undefined;
  readonly clickhouseUrl: string | undefined;
  readonly egressAllow: readonly string[];
  readonly logLevel: (typeof LEVELS)[number];
}

/** Thrown for a wrong variable; the message names it and what is allowed. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}

/** Reads the environment once; an empty variable counts as unset. Throws ConfigError. */
export function readConfig(environment: Readonly<Record<string, string | undefined>> = process.env): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ""));
  const parsed = Environment.safeParse(given);
  if (!parsed.success) {
    const lines = parsed.error.issues.map(({ path, message }) => `${String(path[0])} ${message}`);
    throw new ConfigError([...new Set(lines)].join("\n"));
  }
  const env = parsed.data;
  return {
    port: env.PORT,
    home: isAbsolute(env.DFRAS_HOME) ? env.DFRAS_HOME : resolve(env.DFRAS_HOME),
    roles: new Set(env.DFRAS_ROLES),
    demo: env.DFRAS_DEMO === "1",
    operatorKey: env.DFRAS_OPERATOR_KEY,
    secretKey: env.DFRAS_SECRET_KEY,
    databaseUrl: env.DATABASE_URL,
    clickhouseUrl: env.CLICKHOUSE_URL,
    egressAllow: env.DFRAS_EGRESS_ALLOW,
    logLevel: env.LOG_LEVEL,
  };
}
