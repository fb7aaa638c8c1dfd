import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freePort } from "../../runtime/embedded/freePort.ts";
import { newHome, type Product, startProduct } from "../harness/product.ts";

const README = readFileSync("README.md", "utf8");
const BLOCKS = [...README.matchAll(/^```sh tour\n(.*?)^```$/gms)].map(([, block = ""]) => block);

let place: Awaited<ReturnType<typeof newHome>>;
let product: Product;
let folder: string;
let shell: ChildProcess | undefined;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "dfras-tour-"));
  place = await newHome();
  product = await startProduct({ home: place.home, env: { DFRAS_OPERATOR_KEY: "" } });
});
afterAll(async () => {
  try {
    // The receiver too, should the tour have broken off before it ends it.
    if (shell?.pid) process.kill(-shell.pid, "SIGKILL");
  } catch {}
  await product.stop();
  await place.remove();
  rmSync(folder, { recursive: true });
});

async function run(script: string) {
  const env = {
    ...process.env,
    API: product.api,
    DFRAS_HOME: place.home,
    TMPDIR: folder,
    PORT_HERE: String(await freePort()),
  };
  const child = spawn("bash", ["-eu", "-o", "pipefail", "-c", script], {
    env,
    detached: true,
    timeout: 60_000,
  });
  shell = child;
  let [out, err] = ["", ""];
  child.stdout.on("data", (chunk) => (out += chunk));
  child.stderr.on("data", (chunk) => (err += chunk));
  const [code] = await once(child, "close");
  return { code: code as number | null, out, err };
}

test("the README's tour runs as it stands there", async () => {
  expect(BLOCKS.length).toBeGreaterThan(6);
  const { code, out, err } = await run(BLOCKS.map((block, n) => `echo "== ${n}"\n${block}`).join("\n"));
  expect({ code, err }).toEqual({ code: 0, err: "" });
  const said = out.split(/^== \d+\n/m).slice(1);
  expect(said).toHaveLength(BLOCKS.length);
  const [ready = "", , , stored = "", failure = "", received = "", late = ""] = said;
  expect(JSON.parse(ready)).toMatchObject({ ready: true });
  expect(JSON.parse(stored)).toMatchObject({ accepted: 3, state: "settled", stored: 3 });
  expect(JSON.parse(failure)).toMatchObject({
    delivery_id: "D-1001",
    kind: "attempt_failed",
    status: "open",
  });
  expect(JSON.parse(failure).analysis.evidence.length).toBeGreaterThan(0);
  const id = JSON.parse(failure).id as string;
  expect(received).toContain(`verified failure.detected ${id} version 1`);
  expect(received).toContain(`verified failure.analyzed ${id}`);
  expect(received).not.toContain("refused");
  expect(late).toContain('"kind": "late"');
});

test("the README names every variable that is read, and only files that are there", () => {
  const config = readFileSync("runtime/config.ts", "utf8");
  const names = [...config.matchAll(/^ {2}([A-Z][A-Z_]+): variable/gm)].map(([, name = ""]) => name);
  expect(names.length).toBeGreaterThan(10);
  for (const name of names) expect(README).toContain(`\`${name}\``);
  for (const [, path = ""] of README.matchAll(/\]\((?!https?:)([^)]+)\)/g))
    expect({ path, there: existsSync(path) }).toEqual({ path, there: true });
});
