import type { Logger } from "pino";
import { newId } from "../../tenancy/id.ts";
import type { Keyring } from "../../tenancy/keyring.ts";
import type { Egress } from "../egress/egress.ts";
import { openSecret } from "../endpoints/secret.ts";
import type { Lease } from "./leaseDue.ts";
import { parseRetryAfter, pauseAfter } from "./schedule.ts";
import { signedHeaders } from "./sign.ts";

export interface AttemptDeps {
  readonly keyring: Keyring;
  readonly egress: Egress;
  readonly log: Logger;
}

/** What came of one attempt; names are those of the columns it is written to. */
export interface Outcome {
  readonly tenant_id: string;
  readonly message_id: string;
  readonly endpoint_id: string;
  readonly attempt: number;
  readonly id: string;
  readonly attempted_at: string;
  readonly duration_ms: number;
  readonly status: number | null;
  readonly error: string | null;
  readonly response_body: string | null;
  readonly state: "pending" | "delivered" | "failed";
  /** Milliseconds until the next attempt; 0 unless pending. */
  readonly pause_ms: number;
  /** The receiver said 410: it wants nothing more. */
  readonly gone: boolean;
}

type Reply = Pick<Outcome, "status" | "error" | "response_body"> & {
  retryAfterMs: number | null;
  refused: boolean;
};

/** Sends a leased delivery once and says what is to be written. Never rejects. */
export async function attemptDelivery(deps: AttemptDeps, lease: Lease): Promise<Outcome> {
  const started = Date.now();
  const { status, error, response_body, retryAfterMs, refused } = await send(deps, lease, new Date(started));
  const delivered = status !== null && status >= 200 && status < 300;
  const gone = status === 410;
  const pause = delivered || gone ? null : pauseAfter({ attempt: lease.attempt, refused, retryAfterMs });
  return {
    tenant_id: lease.tenant_id,
    message_id: lease.message_id,
    endpoint_id: lease.endpoint_id,
    attempt: lease.attempt,
    id: newId("att_"),
    attempted_at: new Date(started).toISOString(),
    duration_ms: Date.now() - started,
    status,
    error,
    response_body,
    state: delivered ? "delivered" : pause === null ? "failed" : "pending",
    pause_ms: pause ?? 0,
    gone,
  };
}

async function send({ keyring, egress, log }: AttemptDeps, lease: Lease, now: Date): Promise<Reply> {
  try {
    const live = lease.previous_secrets.filter(({ until }) => Date.parse(until) > now.getTime());
    const secrets = [lease.secret, ...live.map(({ secret }) => secret)];
    const opened = secrets.map((sealed) => openSecret(keyring, lease.endpoint_id, sealed));
    const headers = signedHeaders(lease.message_id, lease.payload, opened, now);
    const answer = await egress.post({ url: lease.url, headers, body: lease.payload });
    const retryAfterMs = parseRetryAfter(answer.retryAfter, Date.now());
    return {
      status: answer.status,
      error: null,
      response_body: storable(answer.body),
      retryAfterMs,
      refused: false,
    };
  } catch (error) {
    log.debug({ err: error, endpoint: lease.endpoint_id }, "webhook attempt without an answer");
    const code = errorCode(error);
    return {
      status: null,
      error: code,
      response_body: null,
      retryAfterMs: null,
      refused: code === "connection_refused",
    };
  }
}

/** Postgres text holds no NUL. */
function storable(body: string): string {
  return body.replaceAll("\u0000", "\ufffd");
}

const WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "connection_refused",
  ECONNRESET: "connection_reset",
  UND_ERR_SOCKET: "connection_reset",
  ENOTFOUND: "host_not_found",
  EAI_AGAIN: "host_not_found",
  EGRESS_REFUSED: "address_refused",
  UND_ERR_CONNECT_TIMEOUT: "timeout",
  UND_ERR_HEADERS_TIMEOUT: "timeout",
  UND_ERR_BODY_TIMEOUT: "timeout",
  ETIMEDOUT: "timeout",
};

/** A short stable word for the tenant; a driver's message could name inner addresses. */
function errorCode(error: unknown): string {
  if (!(error instanceof Error)) return "error";
  if (error.name === "TimeoutError") return "timeout";
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  return WORDS[code] ?? (/CERT|TLS|SSL/.test(code) ? "tls_error" : "error");
}
