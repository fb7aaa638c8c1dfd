import { pino } from "pino";
import { expect, test } from "vitest";
import { awaitStore } from "./awaitStore.ts";

const log = pino({ level: "silent" });
const refused = () => Object.assign(new Error("connect ECONNREFUSED 127.0.0.1:1"), { code: "ECONNREFUSED" });
const starting = () => Object.assign(new Error("the database system is starting up"), { code: "57P03" });

test("waits for a store that is away", async () => {
  const faults = [refused(), starting()];
  const answer = await awaitStore(log, async () => {
    const fault = faults.shift();
    if (fault) throw fault;
    return "there";
  });
  expect(answer).toBe("there");
});

test("gives up when the patience is at its end", async () => {
  await expect(awaitStore(log, () => Promise.reject(refused()), -1)).rejects.toThrow("ECONNREFUSED");
});

test("does not repeat what fails for another reason", async () => {
  let calls = 0;
  const work = async () => {
    calls += 1;
    throw new Error("syntax error");
  };
  await expect(awaitStore(log, work)).rejects.toThrow("syntax error");
  expect(calls).toBe(1);
});
