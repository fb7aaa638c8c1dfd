import { afterAll, beforeAll, expect, it } from "vitest";
import { compareShuffled, type Shuffled } from "../../load-tests/verify/compareShuffled.ts";
import { generateEvents } from "../../load-tests/verify/generateEvents.ts";
import { diffWorlds } from "../../load-tests/verify/worldState.ts";
import { newPlace, type Place } from "../harness/mode.ts";
import { type Product, startProduct } from "../harness/product.ts";

const SEEDS = [1, 2];

let place: Place;
let product: Product;
let shuffled: Shuffled;

beforeAll(async () => {
  place = await newPlace("services");
  product = await startProduct(place);
  const { lines, end } = generateEvents(300, 7);
  const say = (text: string) => process.stderr.write(`${text}\n`);
  shuffled = await compareShuffled({ api: product.api, lines, end, seeds: SEEDS, timeoutMs: 300_000, say });
}, 900_000);
afterAll(async () => {
  await product?.stop();
  await place?.remove();
});

it.each(SEEDS)(
  "on services any order and repeats come to the same deliveries and failures (seed %i)",
  (seed) => {
    const found = shuffled.bySeed.get(seed);
    if (!found) throw new Error("the run is missing");
    expect(Object.keys(shuffled.clean.failures).length).toBeGreaterThan(100);
    expect(diffWorlds(shuffled.clean, found)).toEqual([]);
  },
);
