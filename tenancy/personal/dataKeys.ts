import { createSecretKey, type KeyObject, randomBytes } from "node:crypto";
import { and, eq, sql } from "drizzle-orm";
import { LRUCache } from "lru-cache";
import { dataKeys } from "../../drizzle/schema/dataKey.ts";
import { type Database, type Tx, withTenant } from "../database.ts";
import type { Keyring } from "../keyring.ts";
import type { Cache } from "../ports.ts";

export interface PersonalDeps {
  readonly db: Database;
  readonly keyring: Keyring;
}

type Keys = Map<string, KeyObject>;

interface Kept {
  readonly keys: LRUCache<string, KeyObject>;
  /** Erasures heard of, and gaps: what a look-up fetched while this rose may be erased, and is not kept. */
  erasures: number;
}

const CHANNEL = "erased";
const MAX_AGE_MS = 300_000;
const kept = new WeakMap<Keyring, Kept>();

/** What stands for a subject in the table and in sealed texts: a keyed hash, so that neither names a person. */
export function subjectHash(keyring: Keyring, tenantId: string, subject: string): string {
  return keyring.hmac("personal-subject", `${tenantId}\u001f${subject}`).toString("base64url").slice(0, 22);
}

/** The data keys of these subjects; a subject that has none gets one. One statement, however many there are. */
export async function ensureDataKeys(
  deps: PersonalDeps,
  tenantId: string,
  subjects: readonly string[],
): Promise<Keys> {
  const { found, missing, erasures } = fromCache(deps.keyring, tenantId, subjects);
  if (missing.length === 0) return found;
  // Sorted, so that two batches with the same subjects never wait for each other in a circle.
  missing.sort();
  const fetched = await makeKeys(deps, tenantId, missing);
  // A key that is undone with the transaction around it must seal nothing more.
  if (deps.db.enlisted) return new Map([...found, ...fetched]);
  return remember(deps.keyring, tenantId, fetched, { found, erasures });
}

/** The data keys that these subjects have; an erased subject has none. */
export async function findDataKeys(
  deps: PersonalDeps,
  tenantId: string,
  subjects: readonly string[],
): Promise<Keys> {
  const { found, missing, erasures } = fromCache(deps.keyring, tenantId, subjects);
  if (missing.length === 0) return found;
  const fetched = await withTenant(deps.db, tenantId, (tx) =>
    selectKeys(tx, deps.keyring, tenantId, missing),
  );
  return remember(deps.keyring, tenantId, fetched, { found, erasures });
}

/** Drops an erased key from this process and tells the others. */
export async function announceErased(
  deps: { readonly keyring: Keyring; readonly cache?: Cache },
  tenantId: string,
  subject: string,
): Promise<void> {
  forget(deps.keyring, cacheKey(tenantId, subject));
  await deps.cache?.publish(CHANNEL, cacheKey(tenantId, subject));
}

/** Listens for keys erased by other processes; returns the way to stop. */
export function watchErasures({
  keyring,
  cache,
}: {
  keyring: Keyring;
  cache: Cache;
}): Promise<() => Promise<void>> {
  return cache.subscribe(
    CHANNEL,
    (key) => forget(keyring, key),
    () => forget(keyring),
  );
}

async function selectKeys(
  tx: Tx,
  keyring: Keyring,
  tenantId: string,
  subjects: readonly string[],
): Promise<Keys> {
  const rows = await tx
    .select({ subject: dataKeys.subject, wrappedKey: dataKeys.wrappedKey })
    .from(dataKeys)
    .where(and(eq(dataKeys.tenantId, tenantId), sql`${dataKeys.subject} = any(${textArray(subjects)})`));
  return unwrapped(keyring, tenantId, rows);
}

/** Most subjects are new, so a key is made for each; one that is there already goes before it. */
async function makeKeys(
  { db, keyring }: PersonalDeps,
  tenantId: string,
  subjects: readonly string[],
): Promise<Keys> {
  const wrapped = subjects.map((subject) => keyring.encrypt(randomBytes(32), wrapAad(tenantId, subject)));
  const rows = await db.app.execute<WrappedKey>(sql`
    select subject, wrapped_key as "wrappedKey"
    from ensure_data_keys(${tenantId}, ${textArray(subjects)}, ${textArray(wrapped)})`);
  const keys = unwrapped(keyring, tenantId, rows);
  // Erased between insert and read: a new one is made.
  const erased = subjects.filter((subject) => !keys.has(subject));
  if (erased.length === 0) return keys;
  return new Map([...keys, ...(await makeKeys({ db, keyring }, tenantId, erased))]);
}

type WrappedKey = { readonly subject: string; readonly wrappedKey: string };

function unwrapped(keyring: Keyring, tenantId: string, rows: readonly WrappedKey[]): Keys {
  return new Map(
    rows.map(({ subject, wrappedKey }) => [
      subject,
      createSecretKey(keyring.decrypt(wrappedKey, wrapAad(tenantId, subject))),
    ]),
  );
}

/** One parameter, however many texts. */
function textArray(texts: readonly string[]) {
  return sql`${sql.param([...texts])}::text[]`;
}

function fromCache(keyring: Keyring, tenantId: string, subjects: readonly string[]) {
  const { keys, erasures } = keptBy(keyring);
  const found: Keys = new Map();
  const missing: string[] = [];
  for (const subject of new Set(subjects)) {
    const key = keys.get(cacheKey(tenantId, subject));
    if (key) found.set(subject, key);
    else missing.push(subject);
  }
  return { found, missing, erasures };
}

function remember(
  keyring: Keyring,
  tenantId: string,
  fetched: Keys,
  { found, erasures }: { readonly found: Keys; readonly erasures: number },
): Keys {
  const now = keptBy(keyring);
  for (const [subject, key] of fetched) {
    if (now.erasures === erasures) now.keys.set(cacheKey(tenantId, subject), key);
    found.set(subject, key);
  }
  return found;
}

/** Without a key: all of them. */
function forget(keyring: Keyring, key?: string): void {
  const now = keptBy(keyring);
  now.erasures += 1;
  if (key === undefined) now.keys.clear();
  else now.keys.delete(key);
}

function keptBy(keyring: Keyring): Kept {
  const known = kept.get(keyring);
  if (known) return known;
  const made = { keys: new LRUCache<string, KeyObject>({ max: 50_000, ttl: MAX_AGE_MS }), erasures: 0 };
  kept.set(keyring, made);
  return made;
}

const cacheKey = (tenantId: string, subject: string): string => `${tenantId}:${subject}`;
const wrapAad = (tenantId: string, subject: string): string => `data-key:${tenantId}:${subject}`;
