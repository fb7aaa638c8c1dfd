import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { isPublicAddress } from "../../webhooks/egress/address.ts";
import { createEgressPolicy } from "../../webhooks/egress/policy.ts";

type Verdict = "block" | "allow";
interface Vectors {
  readonly addresses: readonly { readonly ip: string; readonly svix?: Verdict; readonly hook0?: Verdict }[];
  readonly urls: readonly { readonly url: string; readonly blocked: "true" | "false" }[];
}

const file = join(process.env["DFRAS_CORPUS"] ?? "", "vectors/webhooks/ssrf/ip-vectors.json");
const { addresses, urls } = JSON.parse(readFileSync(file, "utf8")) as Vectors;

/**
 * Where we refuse what one maker allows: NAT64 of a public address, on which the two makers differ
 * (64:ff9b::808:808 is blocked by one), and the dummy prefix of RFC 9780, which nobody may forward.
 */
const STRICTER = new Set(["64:ff9b::5db8:d822", "64:ff9b::101:101", "100:0:0:1::1"]);

test("every address that a maker blocks is refused, and every other but three is allowed", () => {
  expect(addresses).toHaveLength(102);
  const wrong = addresses.filter(({ ip, svix, hook0 }) => {
    const expected = (svix ?? hook0) === "allow" && !STRICTER.has(ip);
    return isPublicAddress(ip) !== expected;
  });
  expect(wrong).toEqual([]);
});

test("every URL is judged as its maker judges it", async () => {
  const policy = createEgressPolicy({ allow: [] });
  const judged = await Promise.all(
    urls.map(({ url }) =>
      policy.checkUrl(url).then(
        () => "false",
        () => "true",
      ),
    ),
  );
  expect(judged).toEqual(urls.map(({ blocked }) => blocked));
});
