import { createHash } from "node:crypto";
import type { Context, MiddlewareHandler } from "hono";
import { matchedRoutes } from "hono/route";
import { DomainError } from "../../tenancy/errors.ts";
import { type ClaimResult, claimRequest } from "../../tenancy/idempotency/claimRequest.ts";
import {
  type Claim,
  KEPT_HOURS,
  type KeptAnswer,
  type KeyedRequest,
  MAX_ANSWER_BYTES,
  MAX_KEPT_REQUESTS,
} from "../../tenancy/idempotency/keptRequest.ts";
import { releaseRequest } from "../../tenancy/idempotency/releaseRequest.ts";
import { workOnce } from "../../tenancy/idempotency/workOnce.ts";
import type { Env } from "../env.ts";
import { dropBody, takeBody } from "./body.ts";
import { readIdempotencyKey } from "./idempotencyKey.ts";
import { problem } from "./problem.ts";

/**
 * Routes whose work may be repeated without harm and takes other ways than one database transaction: an event is known
 * by its source and id. Their answer is kept after the work, not with it.
 */
const REPEATABLE: ReadonlySet<string> = new Set(["/v1/events", "/v1/quarantine/:id/resubmit"]);
const KEPT_HEADERS = ["Content-Type", "Location"] as const;

/**
 * Does a POST that carries an Idempotency-Key once: repeats within 24 h get the answer of the first, 409 while it is in
 * flight, 422 when they ask for something else. Answers of 429 and from 500 on are not kept.
 */
export const idempotent: MiddlewareHandler<Env> = async (c, next) => {
  const header = c.req.method === "POST" ? c.req.header("Idempotency-Key") : undefined;
  const route = header === undefined ? undefined : routeOf(c);
  if (header === undefined || route === undefined) return next();
  try {
    const request = await toRequest(c, route, readIdempotencyKey(header));
    const result = await claimRequest(c.get("deps"), request);
    if (result.state !== "mine") return answerOf(c, result);
    await (REPEATABLE.has(route) ? doRepeatable : doOnce)(c, next, result.claim);
  } finally {
    dropBody(c);
  }
  return undefined;
};

function answerOf(c: Context<Env>, result: Exclude<ClaimResult, { state: "mine" }>): Response {
  switch (result.state) {
    case "answered":
      return replay(result.answer);
    case "in_flight":
      return problem(c, {
        code: "request_in_flight",
        detail: "A request with this Idempotency-Key is being worked on: send it again to get its answer.",
        headers: { "Retry-After": String(result.seconds) },
      });
    case "mismatch":
      return problem(c, {
        code: "idempotency_key_reused",
        detail: `Another request was sent with this Idempotency-Key within ${KEPT_HOURS} hours: use a new key.`,
      });
    case "full":
      return problem(c, {
        code: "rate_limited",
        detail: `A tenant may send ${MAX_KEPT_REQUESTS} requests with an Idempotency-Key in ${KEPT_HOURS} hours.`,
        headers: { "Retry-After": "3600" },
      });
  }
}

/** The pattern of the route that will answer; undefined when none will. */
function routeOf(c: Context<Env>): string | undefined {
  return matchedRoutes(c).findLast(({ method }) => method === "POST")?.path;
}

/** Two requests are the same when credential, route and key are; they must then agree in all else that counts. */
async function toRequest(c: Context<Env>, route: string, key: string): Promise<KeyedRequest> {
  const { keyring } = c.get("deps");
  // Absent for the operator, who has no tenant.
  const ctx = c.get("ctx") as Env["Variables"]["ctx"] | undefined;
  const url = new URL(c.req.url);
  const type = c.req.header("Content-Type")?.split(";")[0]?.trim().toLowerCase() ?? "";
  const said = `${url.pathname}\n${url.search}\n${type}\n`;
  const digest = createHash("sha256")
    .update(said)
    .update(await takeBody(c))
    .digest("base64url");
  const mac = (text: string) => keyring.hmac("idempotency", text).toString("base64url");
  return {
    tenantId: ctx?.tenant.id ?? null,
    id: mac(`${ctx?.actor.id ?? ""}\u001f${route}\u001f${key}`),
    requestHash: mac(digest),
  };
}

function replay({ status, headers, body }: KeptAnswer): Response {
  return new Response(body, { status, headers: { ...headers, "Idempotency-Replayed": "true" } });
}

/** Work and answer are one transaction; what is not kept is undone. */
async function doOnce(c: Context<Env>, next: () => Promise<void>, claim: Claim): Promise<void> {
  const deps = c.get("deps");
  const ctx = c.get("ctx") as Env["Variables"]["ctx"] | undefined;
  let end: "kept" | "undone" = "undone";
  try {
    end = await workOnce(deps, claim, async (db) => {
      c.set("deps", { ...deps, db });
      if (ctx) c.set("ctx", { ...ctx, db });
      await next();
      if (!isFinal(c)) return null;
      const answer = await toKept(c);
      if (isTooLarge(answer)) throw tooLargeToKeep();
      return answer;
    });
  } catch (error) {
    // What it would have answered did not come true.
    c.res = undefined;
    throw error;
  } finally {
    c.set("deps", deps);
    if (end === "undone") await release(c, claim);
  }
}

/** The work stands whether its answer can be kept or not. */
async function doRepeatable(c: Context<Env>, next: () => Promise<void>, claim: Claim): Promise<void> {
  await next();
  const answer = isFinal(c) ? await toKept(c) : null;
  if (answer === null || isTooLarge(answer)) return release(c, claim);
  try {
    await workOnce(c.get("deps"), claim, async () => answer);
  } catch (error) {
    c.get("deps").log.warn({ err: error, request_id: c.get("requestId") }, "an answer could not be kept");
  }
}

/** Whether another attempt would be answered the same. */
function isFinal(c: Context<Env>): boolean {
  const { status } = c.res;
  return status < 500 && status !== 408 && status !== 429 && !c.get("transient");
}

async function toKept(c: Context<Env>): Promise<KeptAnswer> {
  const headers = KEPT_HEADERS.flatMap((name) => {
    const value = c.res.headers.get(name);
    return value === null ? [] : [[name, value] as const];
  });
  return { status: c.res.status, headers: Object.fromEntries(headers), body: await c.res.clone().text() };
}

function isTooLarge({ body }: KeptAnswer): boolean {
  return Buffer.byteLength(body) > MAX_ANSWER_BYTES;
}

function tooLargeToKeep(): DomainError {
  const detail = `The answer has more than ${MAX_ANSWER_BYTES} bytes and cannot be kept: send the request without Idempotency-Key. Nothing was done.`;
  return new DomainError("unprocessable", detail);
}

/** Left in flight it is free again after a while; releasing it only makes that sooner. */
async function release(c: Context<Env>, claim: Claim): Promise<void> {
  const { log } = c.get("deps");
  await releaseRequest(c.get("deps"), claim).catch((error: unknown) =>
    log.warn({ err: error, request_id: c.get("requestId") }, "a request could not be released"),
  );
}
