import { expect, test } from "vitest";
import { expertModel } from "../../analysis/model/expert.ts";
import { fromStored, toStored } from "./parameters.ts";

test("a model comes back from JSON as it was, to six digits", () => {
  const model = expertModel();
  const back = fromStored(JSON.parse(JSON.stringify(toStored(model)))) as typeof model;
  expect(back.version).toBe(model.version);
  expect([...back.features.keys()]).toEqual([...model.features.keys()]);
  for (const [name, { levels, tauMinutes }] of model.features) {
    expect(back.features.get(name)?.tauMinutes).toBe(tauMinutes);
    for (const [level, ratios] of levels) {
      const found = back.features.get(name)?.levels.get(level);
      expect(found).toBeInstanceOf(Float64Array);
      ratios.forEach((ratio, i) => {
        expect(found?.[i]).toBeCloseTo(ratio, 4);
      });
    }
  }
});

test("numbers that JSON does not know survive", () => {
  const values = Float64Array.from([Number.NEGATIVE_INFINITY, 0, 1.5]);
  expect(fromStored(JSON.parse(JSON.stringify(toStored(values))))).toEqual(values);
});
