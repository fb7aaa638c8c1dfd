/**
 * `npm run start:services`: the product on Kafka, Redis and PostgreSQL of `scripts/services`, with ClickHouse embedded.
 * Its home lies beside the services' data, apart from that of `npm start`: the two number their tenants alike.
 */
import { execFileSync, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const dir = join(resolve(process.env.DFRAS_HOME || ".dfras"), "services");

const services = startServices();
const env = {
  ...process.env,
  ...services,
  DFRAS_HOME: join(dir, "home"),
  DFRAS_DEMO: process.env.DFRAS_DEMO || "1",
  DFRAS_SECRET_KEY: process.env.DFRAS_SECRET_KEY || keptSecretKey(),
};
process.exitCode = await runProduct(env);
const shown = dir.startsWith(process.cwd()) ? relative(process.cwd(), dir) : dir;
console.error(`The services go on in ${shown}; to end them: scripts/services down --dir ${shown}`);

/** The variables that `up` prints; what it says to people goes to the terminal. */
function startServices() {
  const script = join(root, "scripts", "services");
  try {
    const printed = execFileSync(script, ["up", "--dir", dir], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", 2],
    });
    return Object.fromEntries(
      printed
        .trim()
        .split("\n")
        .map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
    );
  } catch {
    console.error("The services did not start; what is wrong is said above.");
    process.exit(1);
  }
}

/** What it encrypts is in the services' database, so that it is kept with that. */
function keptSecretKey() {
  const file = join(dir, "secret.key");
  if (!existsSync(file)) writeFileSync(file, `${randomBytes(32).toString("base64")}\n`, { mode: 0o600 });
  return readFileSync(file, "utf8").trim();
}

/** Resolves with the exit code. Ctrl-C reaches the product by itself; other signals are passed on. */
function runProduct(variables) {
  const child = spawn(process.execPath, [join(root, "runtime", "main.ts")], {
    stdio: "inherit",
    env: variables,
  });
  process.on("SIGINT", () => {});
  process.on("SIGTERM", () => child.kill("SIGTERM"));
  return new Promise((end) => child.once("exit", (code) => end(code ?? 1)));
}
