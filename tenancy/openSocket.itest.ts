import { createConnection, createServer, type Socket } from "node:net";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { waitFor } from "../tests/harness/waitFor.ts";
import { type Database, openDatabase, withSystem } from "./database.ts";

/** A way to the database that can be cut without a word, as by a server that is killed. */
const sockets = new Set<Socket>();
const target = new URL(inject("databaseUrl"));
const way = createServer((near) => {
  const far = createConnection(Number(target.port), target.hostname);
  for (const [socket, other] of [[near, far] as const, [far, near] as const]) {
    sockets.add(socket);
    socket.pipe(other);
    socket.on("error", () => other.destroy());
  }
});
let db: Database;

beforeAll(async () => {
  await new Promise<void>((resolve) => way.listen(0, "127.0.0.1", resolve));
  const address = way.address();
  const url = new URL(target);
  url.port = String(typeof address === "object" ? address?.port : 0);
  db = openDatabase({ url: url.href, poolSize: 2 });
});
afterAll(async () => {
  await db.close();
  for (const socket of sockets) socket.destroy();
  way.close();
});

test("a connection that is cut within a transaction fails it, and nothing else", async () => {
  for (let n = 0; n < 5; n++) {
    const asked = Promise.withResolvers<void>();
    const work = withSystem(db, "test", async (tx) => {
      await tx.execute(sql`SELECT 1`);
      const slow = tx.execute(sql`SELECT pg_sleep(5)`);
      slow.catch(() => {});
      asked.resolve();
      await slow;
    });
    const failed = expect(work).rejects.toThrow(/CONNECTION_CLOSED|Failed query/);
    await asked.promise;
    await new Promise((resolve) => setTimeout(resolve, 20));
    for (const socket of sockets) socket.destroy();
    sockets.clear();
    await failed;
    const again = () => withSystem(db, "test", (tx) => tx.execute(sql`SELECT 1 AS one`));
    expect(await waitFor(again)).toMatchObject([{ one: 1 }]);
  }
});
