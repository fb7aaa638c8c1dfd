import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Dfras } from "../../sdk/typescript/src/index.ts";
import { newHome, type Product, startProduct } from "../harness/product.ts";
import { runTour, tourOf } from "../harness/tour.ts";
import { waitFor } from "../harness/waitFor.ts";

const LOADED = { timeoutMs: 240_000, intervalMs: 250 };

let place: Awaited<ReturnType<typeof newHome>>;
let product: Product;

const start = () => startProduct({ home: place.home, env: { DFRAS_DEMO: "1" } });
const state = () => JSON.parse(readFileSync(join(place.home, "demo.json"), "utf8"));
const clientOf = () => new Dfras({ baseUrl: product.api, apiKey: state().apiKey });
const toldAll = () => waitFor(() => product.said().includes("The sample is synthetic."), LOADED);

beforeAll(async () => {
  place = await newHome();
  product = await start();
});
afterAll(async () => {
  await product.stop();
  await place.remove();
});

test("the first start tells one explained failure, the week's causes, and where to look", async () => {
  await toldAll();
  const said = product.said();
  const ready = JSON.parse(/^ready (.*)$/m.exec(said)?.[1] ?? "{}");
  expect(ready).toEqual({ api: product.api, demo_api_key: state().apiKey });
  expect(said).toMatch(/Sample week: [\d,]+ events in \d+ s/);
  expect(said).toMatch(/Why did D-\d+-\d+ fail\? +fal_\w+/);
  expect(said).toMatch(/Cause +[a-z_]+\.[a-z_]+, \d+ % sure \(\d+ % to \d+ %\)/);
  expect(said).toMatch(/Evidence +\+ .+ \[[\w, -]+\]/);
  expect(said).toMatch(/Next step +\w/);
  expect(Number(/This week's causes, ([\d,]+) failures/.exec(said)?.[1]?.replace(",", ""))).toBeGreaterThan(
    200,
  );
  expect(said).toContain(`API         ${product.api}`);
  expect(said).toContain(state().apiKey);
});

test("the commands that it names work, and so does the README's tour", async () => {
  const commands = product.said().match(/^ {2}(?:curl -s|npx node) .*$/gm) ?? [];
  expect(commands).toHaveLength(3);
  const { code, err, said } = await runTour([...commands, ...tourOf("README.md")], {
    DFRAS_HOME: place.home,
  });
  expect({ code, err }).toEqual({ code: 0, err: "" });
  const [shown = "", week, sent, , whole = "", weekAgain, sentAgain, imported = "", masters = ""] = said;
  expect(JSON.parse(shown)).toMatchObject({ id: state().storyId, status: "open" });
  expect(JSON.parse(whole)).toMatchObject({ id: state().storyId });
  for (const text of [week, weekAgain]) expect(text).toMatch(/This week's causes[\s\S]*Why did D-/);
  for (const text of [sent, sentAgain]) expect(text).toMatch(/3 events accepted[\s\S]*Why did try-\w+ fail/);
  expect(imported).toContain('"rows_failed":1');
  expect(imported).toMatch(/orders\.csv row 8: \/columns\/Ordered /);
  expect(imported).toMatch(/R-1002 attempt_failed/);
  expect(masters).toContain('"id": "W-BER"');
});

test("live events come after the sample, all of them known to the API", async () => {
  const since = new Date(state().startedAt).toISOString();
  await waitFor(async () => {
    const { data } = await clientOf().events.list({ from: since, limit: 1 });
    return data.length > 0;
  }, LOADED);
});

test("a second start has the same data within seconds, and loads nothing again", async () => {
  const before = state();
  const { version } = await clientOf().failures.retrieve(before.storyId);
  await product.stop();
  product = await start();
  await toldAll();
  expect(state()).toMatchObject({
    tenantId: before.tenantId,
    apiKey: before.apiKey,
    storyId: before.storyId,
  });
  expect(product.said()).not.toContain("Sample week");
  expect(product.said()).toContain(before.storyId);
  expect((await clientOf().failures.retrieve(before.storyId)).version).toBeGreaterThanOrEqual(version);
  const imports = await clientOf().imports.list();
  expect(imports.data.filter(({ preset }) => preset === "canonical")).toHaveLength(1);
});
