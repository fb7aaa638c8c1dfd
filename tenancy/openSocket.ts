import { Socket } from "node:net";

/** What the driver hands to its `socket` option; hosts and ports stand in pairs. */
interface Target {
  readonly host: readonly string[];
  readonly port: readonly number[];
  readonly path?: string | undefined | false;
}

/** Long enough for a transaction that has just failed to ask for its roll-back. */
const CLOSING_MS = 50;

/** What ends the connection without a word, as the driver names it when it finds out for itself. */
const cut = () => Object.assign(new Error("the connection was cut"), { code: "CONNECTION_CLOSED" });

/**
 * A socket for the `postgres` driver, connecting. The driver forgets its socket when it hears of the end, and a write that
 * comes after, or waits at that moment, brings the process down or blocks the connection for good. So it hears first that
 * what waits for an answer has failed, and of the end once the roll-backs that follow have been written, to nobody.
 */
export function openSocket({ host, port, path }: Target): Socket {
  const socket = new Socket();
  let connected = false;
  socket.once("connect", () => {
    connected = true;
  });
  const emit = socket.emit.bind(socket);
  socket.emit = (event: string, ...more: unknown[]) => {
    if (event !== "close" || !connected) return emit(event, ...more);
    emit("error", cut());
    // Told that no error came, the driver fails what still waits for an answer.
    setTimeout(() => emit("close", false), CLOSING_MS);
    return true;
  };
  return path ? socket.connect(path) : socket.connect(port[0] ?? 5432, host[0] ?? "localhost");
}
