import { expect, it, test } from "vitest";
import { describeError } from "../../tenancy/describeError.ts";
import { JOBS } from "./jobList.ts";
import { crontabOf, nextByCron } from "./schedule.ts";

it("finds the next minute that a crontab line names, in UTC", () => {
  const next = (cron: string, from: string) => nextByCron({ cron }, Date.parse(from))?.toISOString();
  expect(next("15 3 * * *", "2026-11-20T03:14:59Z")).toBe("2026-11-20T03:15:00.000Z");
  expect(next("15 3 * * *", "2026-11-20T03:15:00Z")).toBe("2026-11-21T03:15:00.000Z");
  expect(next("20 * * * *", "2026-12-31T23:20:01Z")).toBe("2027-01-01T00:20:00.000Z");
  expect(next("0 0 30 2 *", "2026-01-01T00:00:00Z")).toBeUndefined();
});

test("jobs have names of their own, and only those with a crontab line are in the crontab", () => {
  expect(new Set(JOBS.map(({ name }) => name)).size).toBe(JOBS.length);
  const lines = crontabOf(JOBS).split("\n");
  expect(lines).toHaveLength(JOBS.filter(({ schedule }) => "cron" in schedule).length);
  expect(lines).toContain(
    "15 3 * * * trim_history ?id=trim_history&fill=1d&max=8&queue=trim_history&jobKey=trim_history",
  );
});

test("an error is told by its kind alone, whatever was thrown", () => {
  const secret = Object.assign(new Error("Asha Rao"), { code: "not a code: Asha" });
  for (const thrown of [secret, new TypeError("Asha"), "Asha", { name: "Asha" }, null, undefined])
    expect(describeError(thrown)).not.toContain("Asha");
  expect(describeError(new TypeError("x"))).toBe("TypeError");
});
