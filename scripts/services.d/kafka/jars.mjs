import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { say, seconds } from "../say.mjs";

const POM = fileURLToPath(new URL("pom.xml", import.meta.url));

/** The Kafka version that pom.xml pins. */
export function kafkaVersion() {
  return /<version>([\d.]+)<\/version>/.exec(readFileSync(POM, "utf8"))[1];
}

/** The folder with the server's jars, fetched by Maven once per user and pom.xml. @throws when Maven cannot. */
export async function kafkaJars() {
  const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "dfras");
  const hash = createHash("sha256").update(readFileSync(POM)).digest("hex").slice(0, 8);
  const folder = join(cache, `kafka-${kafkaVersion()}-${hash}`);
  if (existsSync(folder)) return folder;
  say(`services: fetching Kafka ${kafkaVersion()} by Maven (54 MB, once) into ${folder}`);
  const began = performance.now();
  const draft = `${folder}.${process.pid}`;
  mkdirSync(draft, { recursive: true });
  try {
    await runMaven(["-q", "-B", "-f", POM, "dependency:copy-dependencies", `-DoutputDirectory=${draft}`]);
    if (!existsSync(folder)) renameSync(draft, folder);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  say(`services: ${readdirSync(folder).length} jars in ${seconds(began)}`);
  return folder;
}

/** Not in a session of its own: Ctrl-C ends it with us. */
function runMaven(args) {
  return new Promise((resolve, reject) => {
    const maven = spawn("mvn", args, { stdio: ["ignore", 2, 2] });
    maven.once("error", reject);
    maven.once("exit", (code) =>
      code === 0 ? resolve() : reject(new Error("Maven could not fetch Kafka; its words are above")),
    );
  });
}
