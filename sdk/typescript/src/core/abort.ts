import { AbortedError, TimeoutError } from "./errors.ts";

/** Timers overflow above this and would fire at once. */
const LONGEST_TIMER_MS = 2_147_483_647;

/**
 * Runs `work` with a signal of its own, which the caller's signal or the time ends, and leaves nothing behind on the
 * caller's signal. @param ms 0: without limit. @throws AbortedError, TimeoutError, or what `work` throws
 */
export async function withLimits<T>(
  { signal, ms }: { signal: AbortSignal | undefined; ms: number },
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  throwIfAborted(signal);
  const controller = new AbortController();
  const onAbort = () => controller.abort(abortedBy(signal));
  const onTime = () => controller.abort(new TimeoutError(`no answer within ${Math.round(ms)} ms`));
  const timer = ms > 0 && ms <= LONGEST_TIMER_MS ? setTimeout(onTime, ms) : undefined;
  signal?.addEventListener("abort", onAbort, { once: true });
  try {
    return await work(controller.signal);
  } catch (error) {
    throw controller.signal.aborted ? controller.signal.reason : error;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", onAbort);
  }
}

/** @throws AbortedError as soon as the signal is aborted */
export function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return withLimits({ signal, ms: 0 }, (own) => {
    return new Promise<void>((resolve, reject) => {
      const timer = setTimeout(resolve, Math.min(ms, LONGEST_TIMER_MS));
      own.addEventListener("abort", () => {
        clearTimeout(timer);
        reject(own.reason);
      });
    });
  });
}

function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw abortedBy(signal);
}

function abortedBy(signal: AbortSignal | undefined): AbortedError {
  return new AbortedError("the call was aborted", { cause: signal?.reason });
}
