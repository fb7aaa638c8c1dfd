import { connect, type Socket } from "node:net";
import { type ISocketFactory, Kafka, logLevel } from "kafkajs";
import type { Logger } from "pino";
import { patchClient } from "./patchClient.ts";
import { registerZstd } from "./registerZstd.ts";
import { toPino } from "./toPino.ts";

export interface KafkaAddress {
  /** `host:port`, any of the cluster. */
  readonly brokers: readonly string[];
  /** Names this process in the broker's log. */
  readonly clientId: string;
  readonly log: Logger;
  /** For tests: where all connections go, whatever the brokers' addresses are. */
  readonly via?: { readonly host: string; readonly port: number } | undefined;
}

export interface KafkaClient {
  readonly kafka: Kafka;
  /** Drops its connections without a word and makes no new ones: whatever is still going on in it comes to nothing. */
  cut(): void;
}

const CONNECT_MS = 2_000;
const KEEP_ALIVE_MS = 60_000;

/**
 * A kafkajs client; it connects with the first use of what is made from it. Each producer, consumer and admin has one
 * of its own, so that it can be cut off alone (and because kafkajs shares offsets between one client's consumers).
 */
export function openClient(
  { brokers, clientId, log, via }: KafkaAddress,
  { requestTimeoutMs }: { readonly requestTimeoutMs: number },
): KafkaClient {
  patchClient();
  registerZstd();
  const sockets = new Set<Socket>();
  let isCut = false;
  const socketFactory: ISocketFactory = ({ host, port, onConnect }) => {
    if (isCut) throw new Error("this client was cut off");
    const socket = connect({ host, port, ...via, noDelay: true }, onConnect);
    socket.setKeepAlive(true, KEEP_ALIVE_MS);
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    return socket;
  };
  return {
    kafka: new Kafka({
      brokers: [...brokers],
      clientId,
      connectionTimeout: CONNECT_MS,
      requestTimeout: requestTimeoutMs,
      retry: { initialRetryTime: 100, maxRetryTime: 1_000, retries: 5 },
      socketFactory,
      logLevel: logLevel.INFO,
      logCreator: toPino(log, () => isCut),
    }),
    cut() {
      isCut = true;
      // With an error, because kafkajs looks after a connection for ever that goes without a word.
      for (const socket of sockets) socket.destroy(new Error("this client was cut off"));
    },
  };
}
