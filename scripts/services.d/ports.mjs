import { createServer } from "node:net";

/** As many ports of 127.0.0.1 as are wanted that nobody listens on: the wanted ones (0: any) where they are free. */
export async function freePorts(wanted) {
  const held = await Promise.all(wanted.map(hold));
  const ports = held.map((server) => server.address().port);
  await Promise.all(held.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

function hold(port = 0) {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", () => (port === 0 ? reject(new Error("no free port")) : resolve(hold(0))));
    server.listen({ host: "127.0.0.1", port }, () => resolve(server));
  });
}
