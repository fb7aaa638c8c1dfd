import { connect } from "node:net";
import postgres from "postgres";
import { expect, inject, test } from "vitest";

test("the project has its services: a PostgreSQL of its own database, Kafka, Redis and ClickHouse", async () => {
  const sql = postgres(inject("databaseUrl"), { max: 1 });
  const [row] =
    await sql`select count(*)::int as tables from information_schema.tables where table_name = 'tenants'`;
  await sql.end();
  expect(row?.["tables"]).toBe(1);
  const [host, port] = (inject("kafkaBrokers")[0] ?? "").split(":");
  await reach(host ?? "", Number(port));
  const redis = new URL(inject("redisUrl"));
  await reach(redis.hostname, Number(redis.port));
  expect(await (await fetch(`${new URL(inject("clickhouseUrl")).origin}/ping`)).text()).toBe("Ok.\n");
});

function reach(host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port }, () => {
      socket.destroy();
      resolve();
    });
    socket.once("error", reject);
  });
}
