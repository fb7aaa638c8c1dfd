/**
 * Preloaded into a process of the product (`node --import`): on SIGUSR2 writes how late its event loop was since the last
 * time, in milliseconds, and what it used of the processor in seconds, as one line of JSON into LOOP_PROBE_FILE.
 */
import { appendFileSync } from "node:fs";
import { monitorEventLoopDelay } from "node:perf_hooks";

const loop = monitorEventLoopDelay({ resolution: 2 });
loop.enable();
let before = process.cpuUsage();
process.on("SIGUSR2", () => {
  const used = process.cpuUsage(before);
  before = process.cpuUsage();
  const ms = (share) => Math.round(loop.percentile(share) / 1e4) / 100;
  const line = {
    p50: ms(50),
    p99: ms(99),
    max: Math.round(loop.max / 1e6),
    cpu: (used.user + used.system) / 1e6,
    rss: Math.round(process.memoryUsage.rss() / 2 ** 20),
  };
  loop.reset();
  appendFileSync(process.env.LOOP_PROBE_FILE, `${JSON.stringify(line)}\n`);
});
