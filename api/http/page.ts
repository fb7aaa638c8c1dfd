import { timingSafeEqual } from "node:crypto";
import type { Context } from "hono";
import { DomainError } from "../../tenancy/errors.ts";
import type { Keyring } from "../../tenancy/keyring.ts";
import type { Env } from "../env.ts";

/** Where a cursor may be used: another tenant's or another list's is refused. */
export interface CursorScope {
  readonly keyring: Keyring;
  readonly tenantId: string;
  readonly route: string;
}

export interface Page<Item> {
  data: Item[];
  next_cursor: string | null;
}

const SIGNATURE_BYTES = 16;

/** The scope of the list that the request asks for. Operator's lists span tenants and have none. */
export function cursorScope(c: Context<Env>): CursorScope {
  return { keyring: c.get("deps").keyring, tenantId: c.get("ctx")?.tenant.id ?? "", route: c.req.path };
}

function sign({ keyring, tenantId, route }: CursorScope, payload: string): Buffer {
  return keyring.hmac("cursor", [tenantId, route, payload].join("\u001f")).subarray(0, SIGNATURE_BYTES);
}

/** Seals a list position into opaque text that only the same tenant and list can open. */
export function encodeCursor(scope: CursorScope, position: unknown): string {
  const payload = Buffer.from(JSON.stringify(position)).toString("base64url");
  return `${payload}.${sign(scope, payload).toString("base64url")}`;
}

/** Opens a cursor; none given = undefined. One that this list did not give to this tenant throws invalid_request. */
export function decodeCursor<Position>(scope: CursorScope, cursor: string | undefined): Position | undefined {
  if (cursor === undefined) return undefined;
  const [payload = "", signature = "", ...rest] = cursor.split(".");
  const given = Buffer.from(signature, "base64url");
  const genuine =
    rest.length === 0 && given.length === SIGNATURE_BYTES && timingSafeEqual(given, sign(scope, payload));
  if (genuine) return JSON.parse(Buffer.from(payload, "base64url").toString()) as Position;
  throw new DomainError("invalid_request", "The cursor was not given by this list.", {
    errors: [
      {
        code: "invalid_cursor",
        pointer: "/cursor",
        detail: "Pass `next_cursor` of the page before, unchanged.",
      },
    ],
  });
}

/** A page out of `limit` + 1 rows: the one too many says that another page follows, and is left out. */
export function toPage<Row, Item>(scope: CursorScope, input: PageInput<Row, Item>): Page<Item> {
  const { rows, limit, position, convert } = input;
  const shown = rows.slice(0, limit);
  const last = rows.length > limit ? shown.at(-1) : undefined;
  return pageAt(scope, shown.map(convert), last === undefined ? null : position(last));
}

/** A page that its verb has cut already; `next` is where the following one begins, null on the last. */
export function pageAt<Item>(scope: CursorScope, data: Item[], next: unknown): Page<Item> {
  return { data, next_cursor: next === null ? null : encodeCursor(scope, next) };
}

interface PageInput<Row, Item> {
  readonly rows: readonly Row[];
  readonly limit: number;
  /** What the next page needs to begin after the row. */
  readonly position: (row: Row) => unknown;
  readonly convert: (row: Row) => Item;
}
