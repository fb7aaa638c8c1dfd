/**
 * Calls `probe` until it returns something other than undefined, null or false, and returns that.
 * A probe that throws is tried again. @throws after `timeoutMs` (10 s), with the last error if there was one.
 */
export async function waitFor<T>(
  probe: () => T | Promise<T>,
  { timeoutMs = 10_000, intervalMs = 25 }: { timeoutMs?: number; intervalMs?: number } = {},
): Promise<Exclude<T, undefined | null | false>> {
  const until = Date.now() + timeoutMs;
  let last: unknown;
  for (;;) {
    try {
      last = undefined;
      const value = await probe();
      if (value !== undefined && value !== null && value !== false)
        return value as Exclude<T, undefined | null | false>;
    } catch (error) {
      last = error;
    }
    if (Date.now() > until) throw new Error(`waited ${timeoutMs} ms in vain`, { cause: last });
    await new Promise((resolve) => setTimeout(resolve, intervalMs));
  }
}
