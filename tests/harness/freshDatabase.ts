import { randomBytes } from "node:crypto";
import postgres from "postgres";

export interface FreshDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

/** A database of its own name on a server, so that runs on one server do not see each other. */
export async function createDatabase(serverUrl: string): Promise<FreshDatabase> {
  const name = `dfras_test_${randomBytes(6).toString("hex")}`;
  const run = async (statement: string) => {
    const connection = postgres(serverUrl, { max: 1, onnotice: () => {} });
    try {
      await connection.unsafe(statement);
    } finally {
      await connection.end({ timeout: 5 });
    }
  };
  await run(`create database ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => run(`drop database if exists ${name} with (force)`) };
}
