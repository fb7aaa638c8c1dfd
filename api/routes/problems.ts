import type { App } from "../env.ts";
import { PROBLEM_CODES, problemKind } from "../http/problem.ts";

/** The pages that a problem's `type` leads to. */
export function registerProblemPages(app: App): void {
  for (const code of PROBLEM_CODES) {
    const page = toPage(code);
    app.get(`/problems/${code}`, (c) => c.html(page));
  }
}

function toPage(code: (typeof PROBLEM_CODES)[number]): string {
  const { status, title, retryable } = problemKind(code);
  const advice = retryable
    ? "The same request may succeed later: wait for <code>Retry-After</code> seconds, or a growing pause, and send it again."
    : "The same request will fail again: change it as <code>detail</code> and <code>errors</code> say.";
  return [
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${code}</title></head><body>`,
    `<h1>${title}</h1><p>Status ${status}, code <code>${code}</code>.</p><p>${advice}</p>`,
    "<p>Quote <code>request_id</code> when you ask for help.</p></body></html>",
  ].join("\n");
}
