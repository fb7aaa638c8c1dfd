import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { verifyWebhook } from "../../sdk/typescript/src/webhooks.ts";

interface Vectors {
  readonly sign: {
    readonly secret: string;
    readonly msg_id: string;
    readonly timestamp: number;
    readonly payload: string;
    readonly expected: string;
  };
  readonly cases: readonly {
    readonly name: string;
    readonly secret: string;
    readonly payload: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly now: number;
    readonly tolerance_seconds: number;
    readonly verdict: "accept" | "reject";
  }[];
}

const file = join(process.env["DFRAS_CORPUS"] ?? "", "vectors/webhooks/standard-webhooks/symmetric.json");
const { sign, cases } = JSON.parse(readFileSync(file, "utf8")) as Vectors;

/** Bodies of the vectors need not be JSON: that the signature was taken shows in an error of the parser. */
async function judge({ payload, headers, secret, now, tolerance_seconds }: Vectors["cases"][number]) {
  const options = { now: now * 1000, toleranceSeconds: tolerance_seconds };
  return verifyWebhook(payload, headers, secret, options).then(
    () => "accept",
    (error: Error) => (error instanceof SyntaxError ? "accept" : "reject"),
  );
}

test("the SDK judges signatures as the vectors of Standard Webhooks do", async () => {
  const headers = {
    "webhook-id": sign.msg_id,
    "webhook-timestamp": String(sign.timestamp),
    "webhook-signature": sign.expected,
  };
  const signed = { ...sign, name: "signed", headers, now: sign.timestamp, tolerance_seconds: 300 };
  expect(await judge({ ...signed, verdict: "accept" })).toBe("accept");
  const wrong = [];
  for (const one of cases) if ((await judge(one)) !== one.verdict) wrong.push(one.name);
  expect(wrong).toEqual([]);
  expect(cases.length).toBeGreaterThan(15);
});
