import { expect, test } from "vitest";
import { createAllowList, isPublicAddress } from "./address.ts";

test.each([
  "1.1.1.1",
  "93.184.216.34",
  "192.88.98.255",
  "2606:4700:4700::1111",
  "2a00:1450:4001::1",
  "::ffff:8.8.8.8",
  "2001:4:112::1",
])("%s is public", (address) => {
  expect(isPublicAddress(address)).toBe(true);
});

test.each([
  "0.0.0.0",
  "10.1.2.3",
  "100.64.0.1",
  "127.0.0.1",
  "127.255.255.254",
  "169.254.169.254",
  "172.31.255.255",
  "192.0.0.1",
  "192.168.0.1",
  "198.19.0.1",
  "224.0.0.1",
  "255.255.255.255",
  "::",
  "::1",
  "::7f00:1",
  "::ffff:127.0.0.1",
  "::ffff:a9fe:a9fe",
  "::ffff:0:7f00:1",
  "64:ff9b::7f00:1",
  "64:ff9b::808:808",
  "100::1",
  "200::1",
  "2001::1",
  "2001:db8::1",
  "2002:7f00:1::1",
  "3fff::1",
  "5f00::1",
  "fc00::1",
  "fe80::1",
  "fe80::1%eth0",
  "fec0::1",
  "ff02::1",
  "",
  "localhost",
])("%s is not", (address) => {
  expect(isPublicAddress(address)).toBe(false);
});

test("an allow list holds addresses and networks, of either family, in any spelling", () => {
  const list = createAllowList(["127.0.0.1", "10.9.0.0/16", "fd00::/8"]);
  expect(["127.0.0.1", "::ffff:127.0.0.1", "10.9.200.1", "fd12::3"].map((a) => list.has(a))).toEqual([
    true,
    true,
    true,
    true,
  ]);
  expect(["127.0.0.2", "10.8.0.1", "fc00::1", "::1", "x"].map((a) => list.has(a))).toEqual([
    false,
    false,
    false,
    false,
    false,
  ]);
  expect(() => createAllowList(["localhost"])).toThrow("localhost");
});
