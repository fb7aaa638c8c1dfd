import { bringDown, bringUp, tellStatus } from "./commands.mjs";
import { say } from "./say.mjs";

const USAGE = `usage: scripts/services up|down|status --dir DIR

  up      starts Kafka, Redis and PostgreSQL with their data in DIR, each on a free port of 127.0.0.1, and prints
          KAFKA_BROKERS=…, REDIS_URL=… and DATABASE_URL=…, one a line, on standard output; all else goes to standard
          error. What runs already is left running; what a crash ended is started again on the same data.
          On Debian, as root, it installs what is missing.
  down    stops what up started in DIR and keeps the data; with --remove they go too
  status  says what runs, and ends with 1 when something does not`;

const { command, dir, remove } = readArguments(process.argv.slice(2));
const commands = {
  up: () => bringUp(dir),
  down: () => bringDown(dir, remove),
  status: () => tellStatus(dir),
};
const run = commands[command];
if (!run || !dir) {
  console.error(USAGE);
  process.exit(2);
}
try {
  process.exitCode = (await run()) ?? 0;
} catch (error) {
  say(`services: ${error.message}`);
  process.exitCode = 1;
}

function readArguments(words) {
  const found = { command: undefined, dir: undefined, remove: false };
  for (let i = 0; i < words.length; i += 1) {
    const word = words[i];
    if (word === "--dir") found.dir = words[++i];
    else if (word.startsWith("--dir=")) found.dir = word.slice("--dir=".length);
    else if (word === "--remove") found.remove = true;
    else if (found.command === undefined && !word.startsWith("-")) found.command = word;
    else return {};
  }
  return found;
}
