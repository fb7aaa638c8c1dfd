import type { Database, Tx } from "../database.ts";
import { withSystem, withTenant } from "../database.ts";
import type { Keyring } from "../keyring.ts";

/** How long an answer is kept, as the API promises. */
export const KEPT_HOURS = 24;
/** How long a request may be in flight before another attempt may take its place: its process may have died. */
export const LEASE_SECONDS = 30;
/** Answers above this are not kept. */
export const MAX_ANSWER_BYTES = 1_000_000;
/** Requests that one tenant may have kept at a time. */
export const MAX_KEPT_REQUESTS = 200_000;

export interface KeptDeps {
  readonly db: Database;
  readonly keyring: Keyring;
}

/** A request that carries a key; two with the same tenant and id are to be done once. */
export interface KeyedRequest {
  /** Null for the operator's requests. */
  readonly tenantId: string | null;
  readonly id: string;
  readonly requestHash: string;
}

/** A request that this process may work on. `worker` is the fence: it is void once another attempt took over. */
export interface Claim extends KeyedRequest {
  readonly worker: string;
}

export interface KeptAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The name under which the operator's requests are kept. */
const OPERATOR = "operator";

export const ownerOf = ({ tenantId }: Pick<KeyedRequest, "tenantId">): string => tenantId ?? OPERATOR;

/** A transaction that sees the requests of the one tenant, or those of the operator. */
export function withOwner<T>(
  db: Database,
  { tenantId }: Pick<KeyedRequest, "tenantId">,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  return tenantId === null ? withSystem(db, "idempotency", work) : withTenant(db, tenantId, work);
}

/** What a kept answer is sealed for: moved to another row, it cannot be opened. */
export const sealedFor = (request: KeyedRequest): string => `idempotency/${ownerOf(request)}/${request.id}`;
