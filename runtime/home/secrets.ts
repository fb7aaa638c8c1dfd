import { randomBytes } from "node:crypto";
import { linkSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Config, ConfigError, toSecretKey } from "../config.ts";

export interface Secrets {
  readonly secretKey: Buffer;
  readonly operatorKey: string;
  /** True when the operator key was made just now and has to be shown. */
  readonly isNewOperatorKey: boolean;
}

/** The configured secrets, else those kept in DFRAS_HOME (mode 0600), made on the first start. */
export function readSecrets(config: Config): Secrets {
  const operator = keepSecret(
    join(config.home, "operator.key"),
    () => `dfo_${randomBytes(24).toString("base64url")}`,
  );
  return {
    secretKey: config.secretKey ?? keptSecretKey(join(config.home, "secret.key")),
    operatorKey: config.operatorKey ?? operator.value,
    isNewOperatorKey: config.operatorKey === undefined && operator.isNew,
  };
}

function keptSecretKey(file: string): Buffer {
  const key = toSecretKey(keepSecret(file, () => randomBytes(32).toString("base64")).value);
  if (key) return key;
  throw new ConfigError(
    `${file} holds no secret key; put it back, or set DFRAS_SECRET_KEY. Without it stored secrets are lost`,
  );
}

function keepSecret(file: string, make: () => string): { value: string; isNew: boolean } {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, `${make()}\n`, { mode: 0o600 });
  let isNew = true;
  try {
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    isNew = false;
  } finally {
    rmSync(draft, { force: true });
  }
  return { value: readFileSync(file, "utf8").trim(), isNew };
}
