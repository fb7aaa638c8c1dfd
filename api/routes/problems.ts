import type { App } from "../env.ts";
import { PROBLEM_CODES, type ProblemCode, problemKind } from "../http/problem.ts";

/** The pages that a problem's `type` leads to. */
export function registerProblemPages(app: App): void {
  for (const code of PROBLEM_CODES) {
    const page = toPage(code);
    app.get(`/problems/${code}`, (c) => c.html(page));
  }
}

/** What more there is to say than whether to send it again. */
const MORE: Partial<Record<ProblemCode, string>> = {
  request_in_flight:
    "A request with the same <code>Idempotency-Key</code> has begun and has not been answered yet. Once it has, a repeat gets its answer. An attempt that ended without a word counts as dead after 30 seconds.",
  idempotency_key_reused:
    "Within 24 hours the same credential sent another path, query or body with this <code>Idempotency-Key</code>. Use a new key, such as a UUID, for every request, and the same one only to send the same request again.",
  too_large:
    "A body may hold 5 MB, as sent and inflated, and 1,000 events; an event 256 KB, its <code>data</code> 64 KiB.",
  headers_too_large: "A request may have 100 headers, and 16 KB of them in all.",
  request_timeout: "Headers may take 15 seconds, a body 60, and no pause within a body 15.",
};

function toPage(code: ProblemCode): string {
  const { status, title, retryable } = problemKind(code);
  const advice = retryable
    ? "The same request may succeed later: wait for <code>Retry-After</code> seconds, or a growing pause, and send it again."
    : "The same request will fail again: change it as <code>detail</code> and <code>errors</code> say.";
  return [
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${code}</title></head><body>`,
    `<h1>${title}</h1><p>Status ${status}, code <code>${code}</code>.</p><p>${advice}</p>`,
    ...(MORE[code] === undefined ? [] : [`<p>${MORE[code]}</p>`]),
    "<p>Quote <code>request_id</code> when you ask for help.</p></body></html>",
  ].join("\n");
}
