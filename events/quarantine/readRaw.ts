import type { Ctx } from "../../tenancy/context.ts";
import type { Keyring } from "../../tenancy/keyring.ts";
import { openPersonal } from "../../tenancy/personal/openPersonal.ts";
import type { SealedEvent } from "../event.ts";
import { joinPersonal } from "../personal/joinPersonal.ts";
import type { QuarantineRow } from "./item.ts";
import { rawAad } from "./quarantineRecords.ts";

/**
 * What was sent. `json` is absent when the text is no JSON: the row of a file that could not be mapped. Of a record
 * that the store stage refused it is the event as the edge had taken it.
 */
export interface Raw {
  readonly text: string;
  readonly json?: unknown;
  /** Without what is personal: of a record refused at the edge nobody knows what it is. */
  readonly open: unknown;
}

type Kept = { readonly sealed: string } | { readonly event: SealedEvent };

/** The raw bodies of these items, in order; null where the person's key was erased, and the body with it. */
export async function readRaw(
  ctx: Pick<Ctx, "db" | "tenant">,
  keyring: Keyring,
  rows: readonly QuarantineRow[],
): Promise<readonly (Raw | null)[]> {
  const kept = rows.map((row) => decrypt(keyring, row));
  const sealed = kept.flatMap((each) => sealedOf(each) ?? []);
  const texts = await openPersonal({ db: ctx.db, keyring }, ctx.tenant.id, sealed);
  const opened = new Map(sealed.map((each, at) => [each, texts[at] ?? null]));
  return kept.map((each) => {
    const text = opened.get(sealedOf(each) ?? "");
    if (text === null) return null;
    return "sealed" in each ? ofText(text ?? "") : ofEvent(each.event, text);
  });
}

function sealedOf(kept: Kept): string | null {
  return "sealed" in kept ? kept.sealed : kept.event.personal;
}

function decrypt(keyring: Keyring, row: QuarantineRow): Kept {
  const text = keyring.decrypt(row.raw, rawAad(row.tenantId)).toString("utf8");
  return row.stage === "edge" ? { sealed: text } : { event: JSON.parse(text) as SealedEvent };
}

function ofText(text: string): Raw {
  try {
    const json: unknown = JSON.parse(text);
    return { text, json, open: maskJson(json) };
  } catch {
    return { text, open: "<text>" };
  }
}

function ofEvent(event: SealedEvent, personal: string | undefined): Raw {
  const { personal: _, derived: __, ...open } = event;
  const json = joinPersonal(open, personal);
  return { text: JSON.stringify(json), json, open };
}

const PLAIN_NAME = /^[A-Za-z_][\w.-]{0,63}$/;
const MAX_DEPTH = 32;

/** The shape of a value: its members' names, and of what kind each value is. */
export function maskJson(value: unknown, depth = 0): unknown {
  if (value === null || typeof value === "boolean") return value;
  if (typeof value !== "object") return `<${typeof value}>`;
  if (depth >= MAX_DEPTH) return "<nested>";
  if (Array.isArray(value)) return value.slice(0, 100).map((item) => maskJson(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value)
      .slice(0, 100)
      .map(([name, member], at) => [
        PLAIN_NAME.test(name) ? name : `<name ${at + 1}>`,
        maskJson(member, depth + 1),
      ]),
  );
}
