import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { kafkaJars, kafkaVersion } from "./kafka/jars.mjs";
import { brokerAnswers } from "./kafka/wire.mjs";
import { freePorts } from "./ports.mjs";
import { answering, startDetached } from "./process.mjs";

const LOGGING = fileURLToPath(new URL("kafka/log4j2.properties", import.meta.url));

export const kafka = {
  name: "kafka",
  stopSignals: ["SIGTERM", "SIGKILL"],
  variable: (record) => `KAFKA_BROKERS=127.0.0.1:${record.port}`,

  /** Starts one Kafka node on the data of `dir`; `keep` records what is known as soon as it is. */
  async start(dir, record, keep) {
    const jars = await kafkaJars();
    const folder = join(dir, "kafka");
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const [port, controllerPort] = await freePorts([record.port, record.controllerPort]);
    const config = join(folder, "server.properties");
    writeFileSync(config, toProperties(settings(join(folder, "data"), port, controllerPort)));
    const java = ["-Xms256m", "-Xmx512m", `-Dlog4j2.configurationFile=${LOGGING}`, "-cp", join(jars, "*")];
    if (!existsSync(join(folder, "data"))) await format(java, folder, port, controllerPort);
    const started = await startDetached({
      command: "java",
      args: [...java, "kafka.Kafka", config],
      cwd: folder,
      logFile: join(dir, "kafka.log"),
    });
    keep({ pid: started.pid, began: started.began, port, controllerPort, version: kafkaVersion() });
    await answering("Kafka", started, () => brokerAnswers(port));
  },

  answers: (record) => brokerAnswers(record.port),
};

/** The data appear whole or not at all. */
async function format(java, folder, port, controllerPort) {
  const draft = join(folder, "data.draft");
  const config = join(folder, "format.properties");
  rmSync(draft, { recursive: true, force: true });
  writeFileSync(config, toProperties(settings(draft, port, controllerPort)));
  const cluster = randomBytes(16).toString("base64url");
  await promisify(execFile)("java", [
    ...java,
    "kafka.tools.StorageTool",
    "format",
    "-t",
    cluster,
    "-c",
    config,
  ]);
  rmSync(config);
  renameSync(draft, join(folder, "data"));
}

function settings(data, port, controllerPort) {
  return {
    "process.roles": "broker,controller",
    "node.id": 1,
    // Not a dynamic quorum: its data would hold this port, which the next start may find taken.
    "controller.quorum.voters": `1@127.0.0.1:${controllerPort}`,
    "controller.listener.names": "CONTROLLER",
    listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
    "advertised.listeners": `PLAINTEXT://127.0.0.1:${port}`,
    "log.dirs": data,
    "auto.create.topics.enable": false,
    "group.initial.rebalance.delay.ms": 0,
    "offsets.topic.replication.factor": 1,
    "offsets.topic.num.partitions": 4,
    "transaction.state.log.replication.factor": 1,
    "transaction.state.log.min.isr": 1,
    "transaction.state.log.num.partitions": 4,
    "share.coordinator.state.topic.replication.factor": 1,
    "share.coordinator.state.topic.min.isr": 1,
  };
}

function toProperties(entries) {
  return Object.entries(entries)
    .map(([name, value]) => `${name}=${value}\n`)
    .join("");
}
