import type { Client } from "../../../tests/harness/client.ts";
import type { TruthRow } from "./readFolder.ts";

interface Weighed {
  readonly cause: string;
  readonly probability: number;
}

/** A failure as the API explains it, and what is needed of that to be scored. */
export interface Prediction {
  readonly deliveryId: string;
  readonly kind: string;
  readonly attempt: number | null;
  readonly occurredAt: number;
  readonly recorded: string | null;
  /** Whether anything but the report itself supports the recorded reason; false where none was recorded. */
  readonly corroborated: boolean;
  readonly modelVersion: string;
  /** The most probable first, `unexplained` among them. */
  readonly ranked: readonly Weighed[];
  readonly determined: boolean;
  readonly contributing: readonly string[];
  readonly recommendations: number;
  /** Levels of what was observed, by kind of evidence. */
  readonly evidence: Readonly<Record<string, number | null>>;
}

interface ApiFailure {
  readonly delivery_id: string;
  readonly kind: string;
  readonly attempt: number | null;
  readonly occurred_at: string;
  readonly status: string;
  readonly recorded_reason: { readonly code: string; readonly corroborated: boolean } | null;
  readonly analysis: {
    readonly model_version: string;
    readonly primary: { readonly cause: string; readonly confidence: number } | null;
    readonly contributing: readonly { readonly cause: string }[];
    readonly candidates: readonly Weighed[];
    readonly unexplained: number;
    readonly evidence: readonly { readonly kind: string; readonly observed: number | null }[];
  } | null;
  readonly recommendations: readonly unknown[];
}

const AT_ONCE = 12;

/** Reads every open failure in full, as the API answers it. */
export async function collect(client: Client, until: number): Promise<readonly Prediction[]> {
  const listed = await listFailures(client);
  const wanted = listed.filter(({ occurred_at: at }) => Date.parse(at) < until);
  const found = await readFailures(
    client,
    wanted.map(({ id }) => id),
  );
  return found.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

/** Every open failure, as the list shows it. */
export async function listFailures(
  client: Client,
): Promise<readonly { readonly id: string; readonly occurred_at: string }[]> {
  const all: { id: string; occurred_at: string }[] = [];
  for await (const each of client.list<(typeof all)[number]>("/v1/failures?status=open")) all.push(each);
  return all;
}

/** These failures in full, in any order. */
export async function readFailures(client: Client, ids: readonly string[]): Promise<readonly Prediction[]> {
  const left = [...ids];
  const found: Prediction[] = [];
  const read = async () => {
    for (let id = left.pop(); id !== undefined; id = left.pop())
      found.push(toPrediction(await client.get<ApiFailure>(`/v1/failures/${id}`)));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, read));
  return found;
}

export const keyOf = ({ deliveryId, kind, attempt }: Pick<TruthRow, "deliveryId" | "kind" | "attempt">) =>
  `${deliveryId} ${kind} ${attempt ?? ""}`;

function toPrediction({ analysis, ...failure }: ApiFailure): Prediction {
  const candidates = analysis?.candidates ?? [];
  const ranked = [...candidates, { cause: "unexplained", probability: analysis?.unexplained ?? 0 }];
  return {
    deliveryId: failure.delivery_id,
    kind: failure.kind,
    attempt: failure.attempt,
    occurredAt: Date.parse(failure.occurred_at),
    recorded: failure.recorded_reason?.code ?? null,
    corroborated: failure.recorded_reason?.corroborated ?? false,
    modelVersion: analysis?.model_version ?? "",
    ranked: ranked.toSorted((a, b) => b.probability - a.probability),
    determined: analysis?.primary != null,
    contributing: analysis?.contributing.map(({ cause }) => cause) ?? [],
    recommendations: failure.recommendations.length,
    evidence: Object.fromEntries(analysis?.evidence.map(({ kind, observed }) => [kind, observed]) ?? []),
  };
}
