import type { Dfras, Failure } from "../../sdk/typescript/src/index.ts";

/** Failures looked at in full. */
const LOOKED_AT = 20;
/** Surer ones are told by one plain report, less sure ones leave the reader in doubt. */
const SURE = { least: 0.6, most: 0.97 };

/** The failure that shows best what an explanation is made of, out of the latest ones; null while none is explained. */
export async function pickStory(client: Dfras, signal: AbortSignal): Promise<Failure | null> {
  const likely: { id: string; confidence: number }[] = [];
  const page = await client.failures.list({ from: "-4d", limit: 100 }, { signal });
  for (const { id, analysis } of page.data) {
    const confidence = analysis?.primary?.confidence ?? 0;
    if (confidence >= SURE.least && confidence <= SURE.most) likely.push({ id, confidence });
  }
  const ids = likely.slice(0, LOOKED_AT).map(({ id }) => id);
  const failures: Failure[] = await Promise.all(ids.map((id) => client.failures.retrieve(id, { signal })));
  return failures.toSorted((a, b) => richness(b) - richness(a))[0] ?? null;
}

/** How many senders speak for the cause, then how much they say. */
function richness({ analysis }: Failure): number {
  const evidence = (analysis?.evidence ?? []).filter(
    ({ stance, cause }) => stance === "for" && cause === analysis?.primary?.cause,
  );
  const senders = new Set(evidence.flatMap(({ events }) => events.map(({ source }) => source)));
  return senders.size * 10 + evidence.length;
}
