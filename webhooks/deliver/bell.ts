/** A bell: `wait` ends at the next ring, at once if it rang since the last wait, or after `ms`. */
export interface Bell {
  ring(): void;
  wait(ms: number): Promise<void>;
}

export function createBell(): Bell {
  let rung = false;
  let answer: (() => void) | null = null;
  return {
    ring() {
      rung = true;
      answer?.();
    },
    async wait(ms) {
      if (!rung) {
        await new Promise<void>((done) => {
          const timer = setTimeout(done, ms);
          answer = () => {
            clearTimeout(timer);
            done();
          };
        });
      }
      answer = null;
      rung = false;
    },
  };
}
