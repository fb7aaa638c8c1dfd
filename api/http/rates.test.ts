import { expect, test } from "vitest";
import { rateClassOf } from "./rates.ts";

test.each([
  ["GET", "/v1/events", "read"],
  ["HEAD", "/v1/api-keys", "read"],
  ["POST", "/v1/events", "ingest"],
  ["PUT", "/v1/imports/imp_1/files/orders.csv", "ingest"],
  ["POST", "/v1/imports", "write"],
  ["POST", "/v1/imports/imp_1/start", "write"],
  ["POST", "/v1/api-keys", "auth"],
  ["DELETE", "/v1/api-keys/key_1", "auth"],
  ["PATCH", "/v1/webhook-endpoints/wep_1", "write"],
  ["POST", "/v1/events-elsewhere", "write"],
])("%s %s is of the class %s", (method, path, expected) => {
  expect(rateClassOf(method, path)).toBe(expected);
});
