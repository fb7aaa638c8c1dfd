import { getConnInfo } from "@hono/node-server/conninfo";
import type { Context, MiddlewareHandler } from "hono";
import { DomainError } from "../../tenancy/errors.ts";
import { authenticateKey } from "../../tenancy/keys/authenticateKey.ts";
import { authenticateOperator } from "../../tenancy/operator/authenticateOperator.ts";
import type { Env } from "../env.ts";

const BEARER = /^Bearer +([\x21-\x7e]{1,512})$/i;
const TRACEPARENT = /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;

/** Lets a tenant's credential pass and builds the request's `Ctx` from it; anything else is 401. */
export const authenticate: MiddlewareHandler<Env> = async (c, next) => {
  const { db, keyring } = c.get("deps");
  const identity = await authenticateKey({ db, keyring }, bearerOf(c), remoteAddress(c));
  if (!identity) throw new DomainError("unauthenticated", "The credential is unknown, expired or revoked.");
  const traceparent = c.req.header("traceparent") ?? "";
  c.set("ctx", {
    tenant: identity.tenant,
    actor: identity.actor,
    scopes: identity.scopes,
    sources: identity.sources,
    requestId: c.get("requestId"),
    traceparent: TRACEPARENT.test(traceparent) ? traceparent : null,
    db,
  });
  await next();
};

/** Lets the operator's key pass and nothing else: a tenant's key, however good, is 401 here. */
export const requireOperator: MiddlewareHandler<Env> = async (c, next) => {
  if (!authenticateOperator(c.get("deps"), bearerOf(c))) {
    throw new DomainError("unauthenticated", "This takes the operator's credential.");
  }
  await next();
};

/** The socket's address; undefined where there is no socket. */
function remoteAddress(c: Context<Env>): string | undefined {
  return c.env?.incoming ? getConnInfo(c).remote.address : undefined;
}

function bearerOf(c: Context<Env>): string {
  const bearer = BEARER.exec(c.req.header("Authorization") ?? "")?.[1];
  if (!bearer) throw new DomainError("unauthenticated", "Send `Authorization: Bearer <key>`.");
  return bearer;
}
