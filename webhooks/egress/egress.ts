import { isIP, type LookupFunction } from "node:net";
import { Agent } from "undici";
import { bareHost, type EgressPolicy, isHttp, type Protocol } from "./policy.ts";
import { type Answer, type OutboundRequest, postThrough } from "./post.ts";

/** The only way out to addresses that tenants name. */
export interface Egress {
  /** POSTs once, to a checked address, without following redirects. Rejects when no answer came. */
  post(request: OutboundRequest): Promise<Answer>;
  close(): Promise<void>;
}

/** Raised instead of a connection to an address that may not be reached. */
export class EgressRefused extends Error {
  override readonly name = "EgressRefused";
  readonly code = "EGRESS_REFUSED";
}

/**
 * A name is resolved once, inside the connection attempt: the addresses that are checked there are those connected
 * to, so a name that answers differently the second time gains nothing. One refused address refuses them all.
 * `timeoutMs` bounds the whole exchange.
 */
export function createEgress(policy: EgressPolicy, timeoutMs = 15_000): Egress {
  const agents = { "https:": agentFor(policy, "https:"), "http:": agentFor(policy, "http:") };
  return {
    async post(request) {
      const url = new URL(request.url);
      if (!isHttp(url.protocol)) throw new EgressRefused("neither https nor http");
      const host = bareHost(url);
      // A literal address is connected to without a look-up, so it is checked here.
      if (isIP(host) !== 0 && !policy.mayReach(url.protocol, host)) throw refused(host, host);
      return postThrough(agents[url.protocol], request, timeoutMs);
    },
    close: async () => {
      await Promise.all([agents["https:"].destroy(), agents["http:"].destroy()]);
    },
  };
}

function agentFor(policy: EgressPolicy, protocol: Protocol): Agent {
  return new Agent({
    connect: { lookup: guardedLookup(policy, protocol), timeout: 5_000, allowH2: false },
    keepAliveTimeout: 10_000,
    maxHeaderSize: 16_384,
  });
}

function guardedLookup(policy: EgressPolicy, protocol: Protocol): LookupFunction {
  return (hostname, options, callback) => {
    policy.resolve(hostname).then(
      (addresses) => {
        const [first] = addresses;
        const bad = addresses.find(({ address }) => !policy.mayReach(protocol, address));
        if (first === undefined) callback(new EgressRefused(`${hostname} has no address`), "");
        else if (bad) callback(refused(hostname, bad.address), "");
        else if (options.all) callback(null, [...addresses]);
        else callback(null, first.address, first.family);
      },
      (error: NodeJS.ErrnoException) => callback(error, ""),
    );
  };
}

function refused(host: string, address: string): EgressRefused {
  return new EgressRefused(`${host} leads to ${address}, which may not be reached`);
}
