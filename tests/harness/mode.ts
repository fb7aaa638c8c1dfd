import { randomBytes } from "node:crypto";
import { createDatabase } from "./freshDatabase.ts";
import { newHome } from "./product.ts";

/** What the product keeps things in: its embedded stores, or Kafka, Redis and PostgreSQL beside the embedded ClickHouse. */
export type Mode = "embedded" | "services";

export interface Place {
  readonly home: string;
  /** For `startProduct`. */
  readonly env: Readonly<Record<string, string>>;
  /** Removes all data; topics stay until the broker forgets them. */
  remove(): Promise<void>;
}

/** A place of its own for a run, in either mode. @throws when a service's variable is missing. */
export async function newPlace(mode: Mode): Promise<Place> {
  const { home, remove } = await newHome();
  if (mode === "embedded") return { home, env: {}, remove };
  const { KAFKA_BROKERS, REDIS_URL, DATABASE_URL } = process.env;
  if (!KAFKA_BROKERS || !REDIS_URL || !DATABASE_URL)
    throw new Error("KAFKA_BROKERS, REDIS_URL and DATABASE_URL must be set: see scripts/services");
  const database = await createDatabase(DATABASE_URL);
  const env = {
    KAFKA_BROKERS,
    REDIS_URL,
    DATABASE_URL: database.url,
    KAFKA_TOPIC_PREFIX: `run-${randomBytes(6).toString("hex")}.`,
    DFRAS_SECRET_KEY: randomBytes(32).toString("hex"),
  };
  return {
    home,
    env,
    remove: async () => {
      await remove();
      await database.drop();
    },
  };
}
