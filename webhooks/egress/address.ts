import ipaddr from "ipaddr.js";

type Address = ReturnType<typeof ipaddr.parse>;
type Network = readonly [Address, number];

/** Public networks inside larger reserved ones (IANA special-purpose registry, "globally reachable"). */
const PUBLIC_V6 = networks([
  "2001:1::1/128",
  "2001:1::2/128",
  "2001:1::3/128",
  "2001:3::/32",
  "2001:4:112::/48",
  "2001:20::/28",
  "2001:30::/28",
]);

/** Parts of 2000::/3 that are no place to deliver to: protocol use and Teredo, documentation, 6to4. */
const REFUSED_V6 = networks(["2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"]);

const GLOBAL_UNICAST_V6 = networks(["2000::/3"]);

/**
 * Whether an address (IPv4 or IPv6 text) is one of the public internet. IPv4-mapped IPv6 is judged as its IPv4.
 * NAT64 (64:ff9b::/96) is refused whole, even where it embeds a public IPv4: behind a translator of one's own it
 * reaches whatever that translator reaches.
 */
export function isPublicAddress(text: string): boolean {
  if (!ipaddr.isValid(text)) return false;
  const address = ipaddr.process(text);
  if (address.kind() === "ipv4") return address.range() === "unicast";
  if (within(address, PUBLIC_V6)) return true;
  return within(address, GLOBAL_UNICAST_V6) && !within(address, REFUSED_V6);
}

/** Addresses and networks that may be reached though they are not public. */
export interface AllowList {
  has(address: string): boolean;
}

/** @throws on an entry that is neither an address nor a network in CIDR form. */
export function createAllowList(entries: readonly string[]): AllowList {
  const allowed = networks(entries);
  return { has: (address) => ipaddr.isValid(address) && within(ipaddr.process(address), allowed) };
}

function networks(entries: readonly string[]): readonly Network[] {
  return entries.map(toNetwork);
}

function toNetwork(entry: string): Network {
  if (ipaddr.isValidCIDR(entry)) return ipaddr.parseCIDR(entry);
  if (!ipaddr.isValid(entry)) throw new Error(`neither an address nor a network: ${entry}`);
  const address = ipaddr.process(entry);
  return [address, address.kind() === "ipv4" ? 32 : 128];
}

function within(address: Address, list: readonly Network[]): boolean {
  return list.some(([network, bits]) => network.kind() === address.kind() && address.match(network, bits));
}
