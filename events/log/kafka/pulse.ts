/** Watches that the group's coordinator goes on answering: after that it may have given the partitions to others. */
export interface Pulse {
  /** It answered. */
  beat(): void;
  /** It is not expected to answer until the next beat: the group is being formed anew. */
  suspend(): void;
  start(onSilence: (error: Error) => void): void;
  stop(): void;
}

const LOOK_MS = 500;

export function createPulse(sessionMs: number): Pulse {
  let heardAt: number | null = null;
  let timer: NodeJS.Timeout | undefined;
  return {
    beat() {
      heardAt = performance.now();
    },
    suspend() {
      heardAt = null;
    },
    start(onSilence) {
      timer = setInterval(() => {
        if (heardAt === null || performance.now() - heardAt <= sessionMs) return;
        onSilence(new Error(`Kafka answered no heartbeat for ${sessionMs} ms`));
      }, LOOK_MS);
    },
    stop() {
      clearInterval(timer);
    },
  };
}
