/**
 * POSTs with an Idempotency-Key while the API process is killed under them, again and again; each is sent until it is
 * answered. Usage: node load-tests/verify/once.ts [--requests 200] [--kills 4]; exits 1 when a thing was made twice or
 * not at all, or an answer does not hold: a secret that opens nothing.
 */
import { parseArgs } from "node:util";
import { createClient, createTenant } from "../../tests/harness/client.ts";
import { newHome, type Product, startProduct } from "../../tests/harness/product.ts";

const { values } = parseArgs({
  options: { requests: { type: "string", default: "200" }, kills: { type: "string", default: "4" } },
});
const REQUESTS = Number(values.requests);
const KILLS = Number(values.kills);
const AT_ONCE = 8;

const { home, remove } = await newHome();
const stores = await startProduct({ home, roles: "stores" });
let api: Product = await startProduct({ home, roles: "api" });
let answered = 0;
let attempts = 0;
let replayed = 0;
const say = (text: string) => console.log(text);
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Sends the request until it is answered for good; what another attempt may better is sent again. */
async function makeKey(admin: string, n: number): Promise<string> {
  for (;;) {
    attempts += 1;
    try {
      const answer = await fetch(`${api.api}/v1/api-keys`, {
        method: "POST",
        headers: {
          authorization: `Bearer ${admin}`,
          "content-type": "application/json",
          "idempotency-key": `once-${n}`,
        },
        body: JSON.stringify({ name: `once-${n}`, scopes: ["events:read"] }),
      });
      const body = (await answer.json()) as { secret: string };
      if (answer.status === 201) {
        answered += 1;
        if (answer.headers.has("idempotency-replayed")) replayed += 1;
        return body.secret;
      }
      if (![409, 429, 503].includes(answer.status)) throw new RangeError(`${answer.status} to request ${n}`);
    } catch (error) {
      if (error instanceof RangeError) throw error;
    }
    await pause(200);
  }
}

async function killUnder(done: () => boolean): Promise<void> {
  for (let kill = 1; kill <= KILLS && !done(); kill += 1) {
    const next = (REQUESTS * kill) / (KILLS + 1);
    while (answered < next && !done()) await pause(2);
    api.process.kill("SIGKILL");
    api = await startProduct({ home, roles: "api" });
  }
}

let faults = 1;
try {
  const admin = (await createTenant(api.api, "once")).test_api_key.secret;
  const secrets: string[] = [];
  let next = 0;
  const work = async () => {
    while (next < REQUESTS) secrets.push(await makeKey(admin, next++));
  };
  const all = Promise.all(Array.from({ length: AT_ONCE }, work));
  await Promise.all([all, killUnder(() => secrets.length === REQUESTS)]);

  const names = new Map<string, number>();
  for await (const { name } of createClient(api.api, admin).list<{ name: string }>("/v1/api-keys"))
    if (name.startsWith("once-")) names.set(name, (names.get(name) ?? 0) + 1);
  const doubled = [...names.values()].filter((count) => count > 1).length;
  const missing = REQUESTS - names.size;
  let shut = 0;
  for (const secret of secrets) {
    const { status } = await fetch(`${api.api}/v1/events`, {
      headers: { authorization: `Bearer ${secret}` },
    });
    if (status !== 200) shut += 1;
  }
  say(`${REQUESTS} requests, ${attempts} attempts, ${KILLS} kills, ${replayed} answers replayed`);
  say(`made twice: ${doubled}; not made: ${missing}; secrets that open nothing: ${shut}`);
  faults = doubled + missing + shut;
} finally {
  await api.stop();
  await stores.stop();
  if (faults > 0) for (const line of api.lastLines().slice(-20)) say(line);
  await remove();
}
process.exitCode = faults > 0 ? 1 : 0;
