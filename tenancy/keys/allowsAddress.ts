import ipaddr from "ipaddr.js";

/** Whether a key with this allow list may be used from `address`; no list = from anywhere, no address = not at all. */
export function allowsAddress(ipAllow: readonly string[] | null, address: string | undefined): boolean {
  if (ipAllow === null) return true;
  if (address === undefined || !ipaddr.isValid(address)) return false;
  // `process` turns the IPv4-mapped form of a dual-stack socket back into IPv4.
  const from = ipaddr.process(address);
  return ipAllow.some((range) => contains(range, from));
}

function contains(range: string, from: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  if (!range.includes("/")) return ipaddr.process(range).toString() === from.toString();
  const [base, bits] = ipaddr.parseCIDR(range);
  return base.kind() === from.kind() && from.match(base, bits);
}
