import { expect, test } from "vitest";
import { FAILURE_EXAMPLE } from "../../api/schemas/examples.ts";
import { explainFailure } from "../../examples/demo/say/explainFailure.ts";
import { showProgress } from "../../examples/demo/say/progress.ts";
import { bar, type Screen, wrap } from "../../examples/demo/say/style.ts";
import { countCauses, topCauses } from "../../examples/demo/say/topCauses.ts";
import { whereToLook } from "../../examples/demo/say/whereToLook.ts";
import type { Failure } from "../../sdk/typescript/src/index.ts";

const plain = { isTerminal: false, columns: 80 };
const terminal = { isTerminal: true, columns: 80 };
const failure = FAILURE_EXAMPLE as unknown as Failure;

function record(look: typeof plain): { screen: Screen; said: string[] } {
  const said: string[] = [];
  return { screen: { ...look, write: (text) => said.push(text) }, said };
}

test("a failure is told with its cause, per cent, evidence and next step", () => {
  const text = explainFailure(plain, failure);
  expect(text).toContain(`Why did ${failure.delivery_id} fail?`);
  expect(text).toMatch(/Cause +warehouse\.capacity, \d+ % sure \(\d+ % to \d+ %\)/);
  expect(text).toMatch(/Evidence +[+\-·] /);
  expect(text).toMatch(/Next step +\w/);
  expect(text).not.toContain("\u001b");
  expect(text.split("\n").every((line) => line.length <= 110)).toBe(true);
});

test("one that is not determined says so, and one without a reason that nobody gave one", () => {
  const { analysis } = failure;
  if (!analysis) throw new Error("the example is analysed");
  const text = explainFailure(plain, {
    ...failure,
    recorded_reason: null,
    analysis: { ...analysis, determined: false, primary: null },
  });
  expect(text).toMatch(/Cause +not determined, /);
  expect(text).toContain("nobody gave a reason");
});

test("causes are counted, most first, with what has none among them", () => {
  const counted = countCauses(["b.x", null, "a.x", "b.x", null, "b.x"]);
  expect(counted).toEqual([
    { cause: "b.x", failures: 3 },
    { cause: "not determined", failures: 2 },
    { cause: "a.x", failures: 1 },
  ]);
  expect(topCauses(plain, counted)).toMatch(/6 failures[\s\S]*b\.x +█+ +3 +50 %/);
  expect(topCauses(plain, [])).toContain("0 failures");
});

test("where to look names the URL, the key and three commands", () => {
  const text = whereToLook(plain, {
    api: "http://127.0.0.1:3000",
    apiKey: "dfk_live_x",
    failureId: "fal_1",
    home: ".dfras",
  });
  expect(text).toContain("curl -s http://127.0.0.1:3000/v1/failures/fal_1");
  expect(text.match(/npx node examples\//g)).toHaveLength(2);
});

test("progress is a line every two seconds, or a bar that is drawn over", () => {
  let now = 0;
  const lines = record(plain);
  const progress = showProgress(lines.screen, "Sample", "events", () => now);
  for (now = 0; now <= 5_000; now += 500) progress.update(now, 5_000);
  progress.end();
  expect(lines.said).toHaveLength(3);
  expect(lines.said.at(-1)).toBe("  Sample: 5,000 events in 6 s\n");
  const drawn = record(terminal);
  const drawing = showProgress(drawn.screen, "Sample", "events", () => now);
  drawing.update(1, 2);
  expect(drawn.said).toEqual([expect.stringMatching(/^\r.*█.* 50 % {2}1 of about 2 events/)]);
});

test("bars and wrapped lines keep their width", () => {
  for (const share of [-1, 0, 0.03, 0.5, 0.99, 1, 2]) expect(bar(share, 10)).toHaveLength(10);
  expect(wrap("one two three four", 12, "  ").split("\n")).toEqual(["  one two", "  three four"]);
});
