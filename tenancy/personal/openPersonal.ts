import { openWith } from "../keyring.ts";
import { findDataKeys, type PersonalDeps } from "./dataKeys.ts";
import { sealAad } from "./sealPersonal.ts";

const SEALED = /^p1\.([\w-]{22})\.([\w-]+)$/;

/**
 * Opens sealed texts in the given order. Null where the subject's key was erased.
 * Throws when a text is damaged or was sealed for another tenant; asking for the scope is the caller's part.
 */
export async function openPersonal(
  deps: PersonalDeps,
  tenantId: string,
  sealed: readonly string[],
): Promise<readonly (string | null)[]> {
  const parts = sealed.map(parse);
  const keys = await findDataKeys(
    deps,
    tenantId,
    parts.map((part) => part.subject),
  );
  return parts.map(({ subject, body }) => {
    const key = keys.get(subject);
    return key ? openWith(key, body, sealAad(tenantId, subject)).toString("utf8") : null;
  });
}

function parse(text: string): { subject: string; body: Buffer } {
  const [, subject, body] = SEALED.exec(text) ?? [];
  if (!subject || !body) throw new Error("not a sealed text");
  return { subject, body: Buffer.from(body, "base64url") };
}
