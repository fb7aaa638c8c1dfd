import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** `down` refuses connections, `refuse` answers as a ClickHouse that is out of memory, `hang` takes requests and waits. */
export type ProxyMode = "pass" | "down" | "refuse" | "hang";

/** ClickHouse as it fails: the real one behind a proxy that does not always let through. */
export interface ClickHouseProxy {
  /** With the real one's user and password. */
  readonly url: string;
  /** Requests that hang go on when it passes again. */
  set(mode: ProxyMode): void;
  close(): Promise<void>;
}

const OUT_OF_MEMORY = "Code: 241. DB::Exception: Memory limit (total) exceeded. (MEMORY_LIMIT_EXCEEDED)\n";

export async function startClickHouseProxy(target: string): Promise<ClickHouseProxy> {
  let mode: ProxyMode = "pass";
  const hanging: (() => void)[] = [];
  const onward = (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const { method, url = "/", headers } = incoming;
    const out = request(new URL(url, target), { method, headers, auth: "" }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    out.on("error", () => outgoing.destroy());
    incoming.pipe(out);
  };
  const server = createServer((incoming, outgoing) => {
    if (mode === "down") incoming.socket.destroy();
    else if (mode === "hang") hanging.push(() => onward(incoming, outgoing));
    else if (mode === "refuse")
      outgoing.writeHead(500, { "x-clickhouse-exception-code": "241" }).end(OUT_OF_MEMORY);
    else onward(incoming, outgoing);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = new URL(target);
  url.port = String((server.address() as AddressInfo).port);
  url.hostname = "127.0.0.1";
  return {
    url: url.href,
    set(next) {
      mode = next;
      if (next === "down") server.closeAllConnections();
      if (next === "pass") for (const go of hanging.splice(0)) go();
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
