import { setTimeout as sleep } from "node:timers/promises";
import type { Ctx } from "../../tenancy/context.ts";
import { getBatch, type IngestBatch } from "./getBatch.ts";

/** Waits until the batch is settled, `timeoutMs` (5 s) at most, and answers with it as it is then. @throws as `getBatch`. */
export async function waitForBatch(
  ctx: Pick<Ctx, "tenant" | "db">,
  id: string,
  { timeoutMs = 5_000 }: { readonly timeoutMs?: number } = {},
): Promise<IngestBatch> {
  const until = performance.now() + timeoutMs;
  for (let pauseMs = 20; ; pauseMs = Math.min(pauseMs * 1.5, 250)) {
    const batch = await getBatch(ctx, id);
    const left = until - performance.now();
    if (batch.state === "settled" || left <= 0) return batch;
    await sleep(Math.min(pauseMs, left));
  }
}
