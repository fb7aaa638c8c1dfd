import type { Connection } from "./connection.ts";

/** A fixed number of connections, each lent to one request at a time, first come first served. */
export interface Pool {
  /** Rejects with the signal's reason when the caller gives up while waiting. */
  use<T>(signal: AbortSignal, work: (connection: Connection) => Promise<T>): Promise<T>;
  close(): void;
}

export async function openPool(size: number, open: () => Promise<Connection>): Promise<Pool> {
  const all = new Set<Connection>();
  for (let n = 0; n < size; n++) all.add(await open());
  const idle = [...all];
  const waiting: ((connection: Connection) => void)[] = [];

  const release = (connection: Connection) => {
    const next = waiting.shift();
    if (next) next(connection);
    else idle.push(connection);
  };

  const take = (signal: AbortSignal): Promise<Connection> => {
    signal.throwIfAborted();
    const ready = idle.pop();
    if (ready) return Promise.resolve(ready);
    return new Promise((resolve, reject) => {
      const turn = (connection: Connection) => {
        signal.removeEventListener("abort", leave);
        resolve(connection);
      };
      const leave = () => {
        waiting.splice(waiting.indexOf(turn), 1);
        reject(signal.reason);
      };
      waiting.push(turn);
      signal.addEventListener("abort", leave, { once: true });
    });
  };

  const renew = async (connection: Connection) => {
    all.delete(connection);
    connection.close();
    const fresh = await open();
    all.add(fresh);
    return fresh;
  };

  return {
    use: async (signal, work) => {
      const connection = await take(signal);
      try {
        return await work(connection);
      } finally {
        release(connection.isClean() ? connection : await renew(connection));
      }
    },
    close: () => {
      for (const connection of all) connection.close();
    },
  };
}
