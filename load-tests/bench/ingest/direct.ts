import { ClickHouseLogLevel, createClient } from "@clickhouse/client";

const SCRATCH = "bench_direct";

export interface DirectInput {
  /** With user and password. */
  readonly url: string;
  readonly rows: number;
  readonly sizes: readonly number[];
  readonly inFlight: number;
}

/**
 * Rows a second when the rows that the product stored are inserted again by the client alone, through the same port, into
 * a table of the same form, in batches of each size. Everything but waiting for the inserts is done beforehand.
 */
export async function measureDirect(input: DirectInput): Promise<ReadonlyMap<number, number>> {
  const client = createClient({
    url: input.url,
    max_open_connections: input.inFlight,
    request_timeout: 300_000,
    log: { level: ClickHouseLogLevel.OFF },
  });
  const rates = new Map<number, number>();
  try {
    const found = await client.query({
      query: `SELECT * FROM pool_00.events LIMIT ${input.rows}`,
      format: "JSONCompactEachRow",
    });
    const rows = await found.json<unknown[]>();
    await client.command({ query: `CREATE DATABASE IF NOT EXISTS ${SCRATCH}` });
    for (const size of input.sizes) {
      const table = `${SCRATCH}.events_${size}`;
      await client.command({ query: `CREATE TABLE ${table} AS pool_00.events` });
      const batches = Array.from({ length: Math.ceil(rows.length / size) }, (_, n) =>
        rows.slice(n * size, (n + 1) * size),
      );
      let next = 0;
      const work = async () => {
        for (let at = next++; at < batches.length; at = next++)
          await client.insert({ table, values: batches[at] ?? [], format: "JSONCompactEachRow" });
      };
      const started = performance.now();
      await Promise.all(Array.from({ length: input.inFlight }, work));
      rates.set(size, rows.length / ((performance.now() - started) / 1_000));
      await client.command({ query: `DROP TABLE ${table}` });
    }
  } finally {
    await client.close();
  }
  return rates;
}
