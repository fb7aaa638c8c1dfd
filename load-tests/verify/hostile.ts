/**
 * Storms of hostile bodies against one API process, and what becomes of its memory and of an honest sender meanwhile.
 * Usage: node load-tests/verify/hostile.ts [--each 40] [--at-once 20] [--slow 200]; exits 1 when memory does not stay
 * below the bound, an answer is wrong, or the honest sender is refused.
 */
import { connect } from "node:net";
import { parseArgs } from "node:util";
import { createTenant } from "../../tests/harness/client.ts";
import { peakMemory, residentMemory } from "../../tests/harness/memory.ts";
import { newHome, startProduct } from "../../tests/harness/product.ts";
import { type Attack, hostileBodies } from "./hostileBodies.ts";

const { values } = parseArgs({
  options: {
    each: { type: "string", default: "40" },
    "at-once": { type: "string", default: "20" },
    slow: { type: "string", default: "200" },
  },
});
/** What bodies may hold at once (96 MB), five times over for what is made of them, and the heap's slack. */
const MOST_GROWTH_MIB = 600;

const { home, remove } = await newHome();
const stores = await startProduct({ home, roles: "stores" });
const api = await startProduct({ home, roles: "api" });
const pid = api.process.pid ?? 0;
const say = (text: string) => console.log(text);
let faults = 0;
/** How connections broke, by code of the client. */
const broken = new Map<string, number>();

async function keyOf(slug: string): Promise<string> {
  return (await createTenant(api.api, slug)).test_api_key.secret;
}

async function post(key: string, body: Buffer, headers: Readonly<Record<string, string>>): Promise<number> {
  const answer = await fetch(`${api.api}/v1/events`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, ...headers },
    body: new Uint8Array(body),
  }).catch((error: Error) => {
    const code = String((error.cause as NodeJS.ErrnoException | undefined)?.code ?? error.message);
    broken.set(code, (broken.get(code) ?? 0) + 1);
    return null;
  });
  await answer?.arrayBuffer();
  return answer?.status ?? 0;
}

async function storm(key: string, { name, body, headers, expected }: Attack): Promise<void> {
  const counts = new Map<number, number>();
  let left = Number(values.each);
  let most = 0;
  const began = performance.now();
  const one = async () => {
    while (left-- > 0) {
      const status = await post(key, body, headers);
      counts.set(status, (counts.get(status) ?? 0) + 1);
      most = Math.max(most, residentMemory(pid));
    }
  };
  await Promise.all(Array.from({ length: Number(values["at-once"]) }, one));
  // A connection that the server closed while it was still being written to has no answer to read.
  const wrong = [...counts.keys()].filter((status) => status !== 0 && !expected.includes(status));
  faults += wrong.length;
  const seconds = ((performance.now() - began) / 1_000).toFixed(1);
  const answers = [...counts].map(([status, count]) => `${count} x ${status || "cut"}`).join(", ");
  say(
    `${name}: ${body.byteLength} bytes; ${answers}; ${seconds} s; most ${most} MiB${wrong.length ? "; WRONG" : ""}`,
  );
}

/** Connections that begin a body and let it trickle. */
function trickle(key: string): () => void {
  const { port } = new URL(api.api);
  const head = `POST /v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${key}\r\nContent-Type: application/json\r\nContent-Length: 4000000\r\n\r\n[`;
  const sockets = Array.from({ length: Number(values.slow) }, () =>
    connect(Number(port), "127.0.0.1")
      .on("error", () => {})
      .setNoDelay(true),
  );
  for (const socket of sockets) socket.write(head);
  const drip = setInterval(() => {
    for (const socket of sockets) if (socket.writable) socket.write(" ".repeat(1_000));
  }, 250);
  return () => {
    clearInterval(drip);
    for (const socket of sockets) socket.destroy();
  };
}

/** One small event after the other; how long each took, in ms. */
function beHonest(key: string): () => Promise<readonly number[]> {
  const took: number[] = [];
  let going = true;
  const run = (async () => {
    for (let n = 0; going; n += 1) {
      const body = {
        id: `h-${n}`,
        type: "order.created",
        occurred_at: "2026-11-20T08:15:00Z",
        order_id: "O",
      };
      const began = performance.now();
      const status = await post(key, Buffer.from(JSON.stringify(body)), {
        "content-type": "application/json",
      });
      took.push(performance.now() - began);
      if (status !== 202) {
        faults += 1;
        say(`the honest sender was answered ${status} ${JSON.stringify([...broken])}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  })();
  return async () => {
    going = false;
    await run;
    return took.sort((a, b) => a - b);
  };
}

try {
  const [attacker, honest] = [await keyOf("attacker"), await keyOf("honest")];
  const attacks = hostileBodies();
  const before = residentMemory(pid);
  say(`before: ${before} MiB`);
  const stopSlow = trickle(attacker);
  const stopHonest = beHonest(honest);
  for (const attack of attacks) await storm(attacker, attack);
  stopSlow();
  const took = await stopHonest();
  const peak = peakMemory(pid);
  if (peak - before > MOST_GROWTH_MIB || api.process.exitCode !== null) faults += 1;
  say(
    `after: ${residentMemory(pid)} MiB; peak ${peak} MiB, ${peak - before} above before (${MOST_GROWTH_MIB} allowed)`,
  );
  const at = (share: number) => Math.round(took[Math.floor(took.length * share)] ?? 0);
  say(`honest sender: ${took.length} requests, p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, p99 ${at(0.99)} ms`);
} finally {
  await api.stop();
  await stores.stop();
  if (faults > 0) for (const line of api.lastLines().slice(-20)) say(line);
  await remove();
}
process.exitCode = faults > 0 ? 1 : 0;
