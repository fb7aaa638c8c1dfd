import { afterAll, beforeAll, expect, it } from "vitest";
import { compareShuffled, type Shuffled } from "../../load-tests/verify/compareShuffled.ts";
import { readPlanted } from "../../load-tests/verify/readPlanted.ts";
import { type Slice, slicePlanted } from "../../load-tests/verify/slicePlanted.ts";
import { diffWorlds } from "../../load-tests/verify/worldState.ts";
import { newHome, type Product, startProduct } from "../harness/product.ts";
import { corpusFolder } from "./planted.ts";

/** More of them on services and in the property tests; all of planted: load-tests/verify/shuffle.ts. */
const SEEDS = [1];

let place: Awaited<ReturnType<typeof newHome>>;
let product: Product;
let slice: Slice;
let shuffled: Shuffled;

beforeAll(async () => {
  slice = slicePlanted(readPlanted(corpusFolder("planted")).lines, 2_000);
  place = await newHome();
  product = await startProduct({ home: place.home });
  const { lines, end } = slice;
  const say = (text: string) => process.stderr.write(`${text}\n`);
  shuffled = await compareShuffled({ api: product.api, lines, end, seeds: SEEDS, timeoutMs: 300_000, say });
}, 900_000);
afterAll(async () => {
  await product?.stop();
  await place?.remove();
});

it("the slice has corrections, retractions and failures of several kinds", () => {
  expect(slice.deliveries).toBe(2_000);
  expect(slice.corrections).toBeGreaterThan(20);
  expect(slice.retractions).toBeGreaterThan(4);
  const kinds = new Set(Object.keys(shuffled.clean.failures).map((key) => key.split(" ")[1]));
  expect(kinds.size).toBeGreaterThanOrEqual(4);
});

it.each(SEEDS)("random order and repeats come to the same deliveries and failures (seed %i)", (seed) => {
  const found = shuffled.bySeed.get(seed);
  if (!found) throw new Error("the run is missing");
  expect(diffWorlds(shuffled.clean, found)).toEqual([]);
  expect(found).toEqual(shuffled.clean);
});
