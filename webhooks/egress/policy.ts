import { type LookupAddress, lookup } from "node:dns";
import { isIP } from "node:net";
import { DomainError } from "../../tenancy/errors.ts";
import { createAllowList, isPublicAddress } from "./address.ts";

/** Every address of a host name, by one question to the resolver. */
export type Resolve = (hostname: string) => Promise<readonly LookupAddress[]>;

export interface EgressPolicyOptions {
  /** Addresses and networks that may be reached besides public ones, by plain http too. */
  readonly allow: readonly string[];
  readonly resolve?: Resolve;
}

export type Protocol = "https:" | "http:";

/** Where the product may send what tenants ask it to send. */
export interface EgressPolicy {
  /** Whether a connection of that protocol may be made to the address: https to public ones, both to allowed ones. */
  mayReach(protocol: Protocol, address: string): boolean;
  /** Refuses a URL that could not be delivered to. @throws DomainError `unprocessable`, pointer /url. */
  checkUrl(url: string): Promise<void>;
  readonly resolve: Resolve;
}

const MAX_URL = 2048;

/** @throws on an entry of `allow` that is neither an address nor a network in CIDR form. */
export function createEgressPolicy(options: EgressPolicyOptions): EgressPolicy {
  const allowed = createAllowList(options.allow);
  const resolve = options.resolve ?? resolveBySystem;
  const mayReach = (protocol: Protocol, address: string) =>
    allowed.has(address) || (protocol === "https:" && isPublicAddress(address));
  return { mayReach, resolve, checkUrl: (url) => checkUrl(url, mayReach, resolve) };
}

/** The host of a URL without the brackets of an IPv6 address. */
export function bareHost(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, "");
}

export function isHttp(protocol: string): protocol is Protocol {
  return protocol === "https:" || protocol === "http:";
}

const resolveBySystem: Resolve = (hostname) =>
  new Promise((done, fail) => {
    lookup(hostname, { all: true }, (error, addresses) => (error ? fail(error) : done(addresses)));
  });

async function checkUrl(text: string, mayReach: EgressPolicy["mayReach"], resolve: Resolve): Promise<void> {
  const url = URL.parse(text);
  if (!url || text.length > MAX_URL) {
    throw refusal("invalid_url", `The URL must be absolute and at most ${MAX_URL} characters long.`);
  }
  if (url.username !== "" || url.password !== "" || url.hash !== "") {
    throw refusal("invalid_url", "The URL must hold neither credentials nor a fragment.");
  }
  const addresses = await addressesOf(bareHost(url), resolve);
  const onlyAllowed = addresses.length > 0 && addresses.every((address) => mayReach("http:", address));
  if (url.protocol !== "https:" && !(url.protocol === "http:" && onlyAllowed)) {
    throw refusal("insecure_url", "The URL must begin with https://.");
  }
  if (!addresses.every((address) => mayReach("https:", address))) {
    throw refusal("private_address", "The URL leads to an address that is not public.");
  }
}

/** A name that cannot be resolved now may be later, and delivery checks again: it counts as having no address yet. */
async function addressesOf(host: string, resolve: Resolve): Promise<readonly string[]> {
  if (isIP(host) !== 0) return [host];
  try {
    return (await resolve(host)).map(({ address }) => address);
  } catch {
    return [];
  }
}

function refusal(code: string, detail: string): DomainError {
  return new DomainError("unprocessable", detail, { errors: [{ code, pointer: "/url", detail }] });
}
