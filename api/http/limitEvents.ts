import type { Context, MiddlewareHandler } from "hono";
import { type EventsTaken, stillRefused, takeEvents } from "../../events/quota/takeEvents.ts";
import type { Env } from "../env.ts";
import { DomainProblem } from "./problem.ts";

/** Refuses events of a tenant whose quota is known to be spent, before anything of the request is read. */
export const refuseSpent: MiddlewareHandler<Env> = async (c, next) => {
  const spent = c.req.method === "POST" && stillRefused(c.get("deps").limiter, c.get("ctx").tenant);
  if (spent) throw refusal(c, spent);
  return next();
};

/**
 * Counts the records of a request against its tenant's quota; answers whether they are to give way to others'.
 * @throws DomainProblem rate_limited when they do not fit
 */
export async function limitEvents(c: Context<Env>, records: number): Promise<boolean> {
  const taken = await takeEvents(c.get("deps").limiter, c.get("ctx").tenant, records);
  if (taken.retryAfter > 0) throw refusal(c, taken);
  note(c, taken);
  return taken.slow;
}

function refusal(c: Context<Env>, { policy, decision, retryAfter }: EventsTaken): DomainProblem {
  note(c, { policy, decision: { ...decision, resetSeconds: retryAfter } });
  const { limit, windowSeconds, name } = policy;
  const detail = `A tenant may send ${limit} events in ${windowSeconds} s: of this request none were taken.`;
  return new DomainProblem("rate_limited", detail, {
    errors: [],
    members: { "violated-policies": [name] },
    retryAfter,
  });
}

function note(c: Context<Env>, { policy, decision }: Pick<EventsTaken, "policy" | "decision">): void {
  c.set("quota", [...(c.get("quota") ?? []), { policy, decision }]);
}
