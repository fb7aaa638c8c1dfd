import type { Client } from "../../tests/harness/client.ts";
import type { Sink } from "../../tests/harness/sink.ts";
import type { TruthRow } from "./readPlanted.ts";

export interface ListedFailure {
  readonly id: string;
  readonly status: string;
  readonly kind: string;
  readonly delivery_id: string;
  readonly attempt: number | null;
  readonly recorded_reason: { readonly code: string } | null;
  readonly analysis: { readonly status: string; readonly primary: { readonly cause: string } | null } | null;
}

type Say = (text: string) => void;

/** Every failure of the tenant, withdrawn ones too. */
export async function listAll(client: Client): Promise<ListedFailure[]> {
  const all: ListedFailure[] = [];
  for await (const failure of client.list<ListedFailure>("/v1/failures")) all.push(failure);
  return all;
}

const keyOf = (row: { delivery_id: string; kind: string; attempt: number | string | null }) =>
  `${row.delivery_id}|${row.kind}|${row.attempt ?? ""}`;

/** Failures against truth by (delivery, kind, attempt); open `late` of deliveries that truth does not have is allowed. */
export function compareFailures(
  failures: readonly ListedFailure[],
  truth: readonly TruthRow[],
  say: Say,
): number {
  const open = failures.filter(({ status }) => status === "open");
  const found = new Set(open.map(keyOf));
  const wanted = new Set(truth.map(keyOf));
  const missing = [...wanted].filter((key) => !found.has(key));
  const extra = [...found].filter((key) => !wanted.has(key));
  const openLate = extra.filter((key) => key.includes("|late|"));
  const surplus = extra.length - openLate.length;
  const doubled = open.length - found.size;
  say(
    `failures: ${wanted.size} in truth, ${found.size} found, ${missing.length} missing, ${surplus} surplus, ` +
      `${openLate.length} late of deliveries never delivered, ${doubled} doubled, ` +
      `${failures.length - open.length} withdrawn`,
  );
  for (const key of [...missing.slice(0, 5), ...extra.filter((key) => !key.includes("|late|")).slice(0, 5)])
    say(`  ${key}`);
  return missing.length + surplus + doubled;
}

/** Primary cause against truth, beside the echo of the recorded reason. Under 0.55 on first failures is a fault. */
export function scoreCauses(
  failures: readonly ListedFailure[],
  truth: readonly TruthRow[],
  say: Say,
): number {
  const found = new Map(
    failures.filter(({ status }) => status === "open").map((failure) => [keyOf(failure), failure]),
  );
  const score = (rows: readonly TruthRow[], answer: (failure: ListedFailure) => string | undefined) => {
    const right = rows.filter((row) => {
      const failure = found.get(keyOf(row));
      return failure !== undefined && answer(failure) === row.primary_cause;
    });
    return right.length / rows.length;
  };
  const cause = ({ analysis }: ListedFailure) => analysis?.primary?.cause ?? "unexplained";
  const first = truth.filter((row) => row.first === "1");
  const top1 = score(first, cause);
  const echo = score(first, (failure) => failure.recorded_reason?.code);
  say(`primary cause, first failures: ${top1.toFixed(3)} (echo of the recorded reason ${echo.toFixed(3)})`);
  say(`primary cause, all failures: ${score(truth, cause).toFixed(3)}`);
  return top1 < 0.55 ? 1 : 0;
}

/** One `failure.detected` a failure, one message per (type, object, version), signed, none missing. */
export function compareMessages(
  failures: readonly ListedFailure[],
  sunk: Awaited<ReturnType<Sink["read"]>>,
  say: Say,
): number {
  const { messages, invalid, received } = sunk;
  const identity = new Set(messages.map(({ type, object, version }) => `${type}|${object}|${version}`));
  const of = (type: string) =>
    Map.groupBy(
      messages.filter((m) => m.type === type),
      ({ object }) => object,
    );
  const detected = of("failure.detected");
  const analyzed = of("failure.analyzed");
  const withdrawn = of("failure.withdrawn");
  const undetected = failures.filter(({ id }) => detected.get(id)?.length !== 1).length;
  const unanalyzed = failures.filter(
    ({ id, analysis }) => analysis !== null && analyzed.get(id)?.length !== 1,
  ).length;
  const unwithdrawn = failures.filter(
    ({ id, status }) => status === "withdrawn" && !withdrawn.has(id),
  ).length;
  const known = new Set(failures.map(({ id }) => id));
  const strangers = messages.filter(({ object }) => !known.has(object)).length;
  const doubles = messages.length - identity.size;
  const counts = [...Map.groupBy(messages, ({ type }) => type)].map(
    ([type, list]) => `${type} ${list.length}`,
  );
  say(
    `webhooks: ${messages.length} messages (${counts.join(", ")}), ${received} deliveries, ${invalid} badly signed`,
  );
  say(
    `  not exactly one detected: ${undetected}, not exactly one analyzed: ${unanalyzed}, withdrawal untold: ` +
      `${unwithdrawn}, of unknown failures: ${strangers}, doubled: ${doubles}`,
  );
  return undetected + unanalyzed + unwithdrawn + strangers + doubles + invalid;
}
