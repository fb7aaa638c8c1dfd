import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freePort } from "../../runtime/embedded/freePort.ts";
import { newHome, type Product, startProduct } from "../harness/product.ts";
import { runTour, tourOf } from "../harness/tour.ts";

const README = readFileSync("README.md", "utf8");
const BY_CURL = "docs/tour-by-curl.md";

let place: Awaited<ReturnType<typeof newHome>>;
let product: Product;
let folder: string;
let shell: number | undefined;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "dfras-tour-"));
  place = await newHome();
  product = await startProduct({ home: place.home, env: { DFRAS_OPERATOR_KEY: "" } });
});
afterAll(async () => {
  try {
    // The receiver too, should the tour have broken off before it ends it.
    if (shell) process.kill(-shell, "SIGKILL");
  } catch {}
  await product.stop();
  await place.remove();
  rmSync(folder, { recursive: true });
});

test("the tour by curl runs as it stands there", async () => {
  const steps = tourOf(BY_CURL);
  expect(steps.length).toBeGreaterThan(6);
  const env = {
    API: product.api,
    DFRAS_HOME: place.home,
    TMPDIR: folder,
    PORT_HERE: String(await freePort()),
  };
  const { code, err, said } = await runTour(steps, env, (group) => {
    shell = group;
  });
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(said).toHaveLength(steps.length);
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

test("the README names every variable that is read, and documents link only to files that are there", () => {
  const config = readFileSync("runtime/config.ts", "utf8");
  const names = [...config.matchAll(/^ {2}([A-Z][A-Z_]+): variable/gm)].map(([, name = ""]) => name);
  expect(names.length).toBeGreaterThan(10);
  for (const name of names) expect(README).toContain(`\`${name}\``);
  for (const document of ["README.md", BY_CURL]) {
    for (const [, path = ""] of readFileSync(document, "utf8").matchAll(/\]\((?!https?:)([^)]+)\)/g)) {
      const there = existsSync(join(dirname(document), path));
      expect({ document, path, there }).toEqual({ document, path, there: true });
    }
  }
});
