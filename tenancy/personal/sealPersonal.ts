import { mapInSlices } from "../inSlices.ts";
import { sealWith } from "../keyring.ts";
import { ensureDataKeys, type PersonalDeps, subjectHash } from "./dataKeys.ts";

export interface PersonalItem {
  /** Whose it is, e.g. `customer:U-9`, else `delivery:D-1001`; erasure goes by it. */
  readonly subject: string;
  readonly plaintext: string;
}

/**
 * Seals each text with the data key of its subject, in the given order; new subjects get a key, all in one
 * transaction. A sealed text reads `p1.<subject hash>.<ciphertext>` and is bound to the tenant.
 */
export async function sealPersonal(
  deps: PersonalDeps,
  tenantId: string,
  items: readonly PersonalItem[],
): Promise<readonly string[]> {
  if (items.length === 0) return [];
  const subjects = items.map((item) => subjectHash(deps.keyring, tenantId, item.subject));
  const keys = await ensureDataKeys(deps, tenantId, subjects);
  return mapInSlices(items, (item, index) => {
    const subject = subjects[index] ?? "";
    const key = keys.get(subject);
    if (!key) throw new Error("a data key was erased while it was being made");
    return `p1.${subject}.${sealWith(key, item.plaintext, sealAad(tenantId, subject)).toString("base64url")}`;
  });
}

/** What a sealed text is bound to besides its key. */
export function sealAad(tenantId: string, subject: string): string {
  return `personal:${tenantId}:${subject}`;
}
