import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { foldAll } from "./foldEvents.ts";
import { olistEvents, olistLateCount, olistOpenCount } from "./olist.ts";
import { corpusFolder } from "./planted.ts";

const csv = () => readFileSync(join(corpusFolder("olist-sample"), "orders.csv"), "utf8");

it("finds as many late deliveries among real orders as a count of the file gives", () => {
  const text = csv();
  const folded = foldAll(olistEvents(text), { clock: Date.UTC(2019, 0, 1) });
  const late = folded.filter((delivery) => delivery.failures.some((failure) => failure.kind === "late"));
  expect(folded).toHaveLength(text.trim().split("\n").length - 1);
  expect(late.filter((delivery) => delivery.deliveredAt !== null)).toHaveLength(olistLateCount(text));
  expect(late.filter((delivery) => delivery.deliveredAt === null)).toHaveLength(olistOpenCount(text));
});
