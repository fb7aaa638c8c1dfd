// Compares event logs: kafkajs, @platformatic/kafka and the Postgres log, side by side in one run.
// node load-tests/bench/log.ts [--seconds 3]   needs KAFKA_BROKERS and DATABASE_URL (scripts/services up --dir DIR).
import { pino } from "pino";
import { createKafkaLog } from "../../events/log/kafka/createKafkaLog.ts";
import { makeFreshPrefix } from "../../events/log/kafka/freshPrefix.ts";
import type { LogAppend } from "../../events/log/port.ts";
import { createPostgresLog } from "../../events/log/postgres/createPostgresLog.ts";
import { makeFreshDatabase } from "../../events/log/postgres/freshDatabase.ts";
import { openDatabase } from "../../tenancy/database.ts";
import { type Contender, ofEventLog } from "./log/contender.ts";
import { openPlatformatic } from "./log/platformatic.ts";
import { openRawKafkajs } from "./log/rawKafkajs.ts";
import { makeRecords } from "./log/records.ts";

const SIZES = [1, 10, 100, 500];
const SENDERS = 4;
const ROUNDS = 3;
const { KAFKA_BROKERS, DATABASE_URL } = process.env;
if (!KAFKA_BROKERS || !DATABASE_URL)
  throw new Error("KAFKA_BROKERS and DATABASE_URL must be set: scripts/services up --dir DIR");
const brokers = KAFKA_BROKERS.split(",");
const at = process.argv.indexOf("--seconds");
const seconds = at < 0 ? 3 : Number(process.argv[at + 1]);

const log = pino({ level: "warn" }, pino.destination(2));
const fresh = makeFreshPrefix(brokers);
const database = await makeFreshDatabase(DATABASE_URL);
const db = openDatabase({ url: database.url, poolSize: 8 });
const kafka = createKafkaLog({ brokers, log, prefix: fresh.prefix });
await kafka.endOffsets(["results"]);
const contenders: readonly Contender[] = [
  await openRawKafkajs(brokers, fresh.prefix, "none"),
  await openRawKafkajs(brokers, fresh.prefix, "gzip"),
  await openRawKafkajs(brokers, fresh.prefix, "zstd"),
  await openPlatformatic(brokers, fresh.prefix, "none"),
  await openPlatformatic(brokers, fresh.prefix, "zstd"),
  ofEventLog("our log on Kafka", kafka),
  ofEventLog("our log in Postgres", createPostgresLog({ db, log })),
];

interface Figures {
  /** Milliseconds of each send. */
  readonly took: number[];
  elapsed: number;
  cpuMs: number;
}

/** Sends of `size`, from several senders at once, for the time given; adds to the figures. */
async function appendFor(contender: Contender, size: number, senders: number, ms: number, into: Figures) {
  const pool = Array.from({ length: 16 }, (_, n) => makeRecords(size, n));
  const before = process.cpuUsage();
  const startedAt = performance.now();
  const send = async (first: number) => {
    for (let n = first; performance.now() < startedAt + ms; n++) {
      const records: readonly LogAppend[] = pool[n % pool.length] ?? [];
      const sentAt = performance.now();
      await contender.append(records);
      into.took.push(performance.now() - sentAt);
    }
  };
  await Promise.all(Array.from({ length: senders }, (_, n) => send(n)));
  const { user, system } = process.cpuUsage(before);
  into.cpuMs += (user + system) / 1_000;
  into.elapsed += performance.now() - startedAt;
}

/** Round about, so that what else the machine does falls on all alike. */
async function compare(size: number, senders: number): Promise<Map<Contender, Figures>> {
  const figures = new Map(contenders.map((each) => [each, { took: [], elapsed: 0, cpuMs: 0 } as Figures]));
  for (let round = 0; round < ROUNDS; round++)
    for (const [contender, into] of figures)
      await appendFor(contender, size, senders, (seconds * 1_000) / ROUNDS, into);
  return figures;
}

const quantile = (sorted: readonly number[], q: number) =>
  (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? 0).toFixed(1);

for (const contender of contenders)
  await appendFor(contender, 100, SENDERS, 500, { took: [], elapsed: 0, cpuMs: 0 });
console.log(
  `${seconds} s each in ${ROUNDS} rounds; records of about 1 kB; latencies with one sender, rates with ${SENDERS}`,
);
console.log("| size of a send | log | records/s | ratio | CPU µs a record | ack p50 ms | ack p95 ms |");
console.log("|---|---|---|---|---|---|---|");
for (const size of SIZES) {
  const alone = await compare(size, 1);
  let baseline = 0;
  for (const [contender, { took, elapsed, cpuMs }] of await compare(size, SENDERS)) {
    const records = took.length * size;
    const perSecond = (records / elapsed) * 1_000;
    baseline ||= perSecond;
    const sorted = (alone.get(contender)?.took ?? []).sort((a, b) => a - b);
    const cells = [
      size,
      contender.name,
      Math.round(perSecond),
      (perSecond / baseline).toFixed(2),
      ((cpuMs / records) * 1_000).toFixed(0),
      quantile(sorted, 0.5),
      quantile(sorted, 0.95),
    ];
    console.log(`| ${cells.join(" | ")} |`);
  }
}
console.log("\n| log | consumed records/s | CPU µs a record |\n|---|---|---|");
for (const contender of contenders) {
  const before = process.cpuUsage();
  const { records, ms } = await contender.consume(100_000);
  const { user, system } = process.cpuUsage(before);
  console.log(
    `| ${contender.name} | ${Math.round((records / ms) * 1_000)} | ${((user + system) / records).toFixed(1)} |`,
  );
}
await Promise.all(contenders.map((contender) => contender.close()));
await db.close();
await database.drop();
await fresh.drop();
