import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface Balancer {
  readonly url: string;
  /** Whether requests go to this backend now. */
  isReady(backend: string): boolean;
  stop(): void;
}

/** How often each backend is asked; much oftener than processes drain, as a real one would be set. */
const ASK_EVERY_MS = 100;

/** A balancer as they are used before an API: round-robin over the backends whose /readyz is ready; it never tries again. */
export async function startBalancer(backends: readonly string[]): Promise<Balancer> {
  const ready = new Set<string>();
  const agent = new Agent({ keepAlive: true });
  const ask = async () => {
    for (const backend of backends) {
      const answer = await fetch(`${backend}/readyz`, { signal: AbortSignal.timeout(2_000) }).catch(
        () => null,
      );
      await answer?.body?.cancel();
      if (answer?.ok) ready.add(backend);
      else ready.delete(backend);
    }
  };
  await ask();
  let asking: NodeJS.Timeout | null = null;
  const askOn = () => {
    asking = setTimeout(() => void ask().then(() => asking && askOn()), ASK_EVERY_MS);
  };
  askOn();
  let turn = 0;
  const server = createServer((incoming, outgoing) => {
    const able = backends.filter((backend) => ready.has(backend));
    const backend = able[turn++ % able.length];
    if (backend === undefined) outgoing.writeHead(503).end("no backend is ready");
    else pass(backend, agent, incoming, outgoing);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    isReady: (backend) => ready.has(backend),
    stop: () => {
      if (asking) clearTimeout(asking);
      asking = null;
      server.close();
      server.closeAllConnections();
      agent.destroy();
    },
  };
}

function pass(backend: string, agent: Agent, incoming: IncomingMessage, outgoing: ServerResponse): void {
  const { method, url = "/", headers } = incoming;
  const onward = request(new URL(url, backend), { method, headers, agent }, (answer) => {
    const { connection: _own, "keep-alive": _also, ...rest } = answer.headers;
    outgoing.writeHead(answer.statusCode ?? 502, rest);
    answer.on("error", () => outgoing.destroy());
    answer.pipe(outgoing);
  });
  onward.on("error", (error) => {
    if (outgoing.headersSent) outgoing.destroy();
    else outgoing.writeHead(502).end(`${backend}: ${error.message}`);
  });
  incoming.pipe(onward);
}
