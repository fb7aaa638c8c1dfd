import { createHash, randomBytes } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Logger } from "pino";
import { type Config, ConfigError } from "./config.ts";

/** The 32 bytes that protect stored secrets. Made in DFRAS_HOME at first, but only beside an embedded PostgreSQL. */
export function readSecretKey(config: Config): Buffer {
  if (config.secretKey !== undefined) return createHash("sha256").update(config.secretKey).digest();
  if (config.databaseUrl !== undefined) {
    throw new ConfigError(
      "DFRAS_SECRET_KEY must be set when DATABASE_URL is: at least 32 random characters, the same in every process",
    );
  }
  const text = readOrMake(join(config.home, "secret.key"), () => randomBytes(32).toString("base64"));
  return createHash("sha256").update(text).digest();
}

/** The operator's credential: as configured, else made on the first start and printed once. */
export function readOperatorKey(config: Config, log: Logger): string {
  if (config.operatorKey !== undefined) return config.operatorKey;
  const file = join(config.home, "operator.key");
  const fresh = !existsSync(file);
  const key = readOrMake(file, () => `dfo_${randomBytes(24).toString("base64url")}`);
  if (fresh) log.info({ file }, `operator key made: ${key}`);
  return key;
}

/** Exclusive creation, so that of two processes starting together one writes and both read the same. */
function readOrMake(file: string, make: () => string): string {
  mkdirSync(join(file, ".."), { recursive: true, mode: 0o700 });
  try {
    writeFileSync(file, make(), { mode: 0o600, flag: "wx" });
    chmodSync(file, 0o600);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  return readFileSync(file, "utf8").trim();
}
