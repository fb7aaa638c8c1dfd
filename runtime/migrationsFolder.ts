import { fileURLToPath } from "node:url";

/** Where the Postgres migrations lie, wherever the process was started. */
export const migrationsFolder = fileURLToPath(new URL("../drizzle/migrations", import.meta.url));
