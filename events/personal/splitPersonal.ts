type Json = Readonly<Record<string, unknown>>;

/** Members of `data` that hold a person's data or anybody's free words, whatever the type and however deep. */
const PERSONAL: ReadonlySet<string> = new Set([
  "recipient",
  "contact",
  "text",
  "note",
  "notes",
  "comment",
  "comments",
  "remarks",
  "instructions",
  "phone",
  "email",
]);
/** A customer's master data name a person; those of other parties name a business or a thing. */
const PERSONAL_OF_CUSTOMER: ReadonlySet<string> = new Set([...PERSONAL, "name"]);
/** What of an address may stay: it is a place, not a door. */
const PUBLIC_ADDRESS: ReadonlySet<string> = new Set(["city", "state", "postal_code", "country"]);

export interface SplitData {
  /** What is not personal; arrays keep their length. */
  readonly open: Json;
  /** What is, in the shape of the whole; of an array its members by position: `{"2": …}`. */
  readonly personal: Json;
}

/** Splits `data` of an event of the type, at every depth; null when nothing of it is personal. `data` is left as it is. */
export function splitPersonal(data: Json, type: string): SplitData | null {
  return splitObject(data, type === "customer.updated" ? PERSONAL_OF_CUSTOMER : PERSONAL);
}

/** Of a value that is partly personal; `open` is absent when all of it is. */
interface Parts {
  readonly open?: unknown;
  readonly personal: unknown;
}

function splitValue(value: unknown, names: ReadonlySet<string>): Parts | null {
  if (typeof value !== "object" || value === null) return null;
  return Array.isArray(value) ? splitArray(value, names) : splitObject(value as Json, names);
}

function splitObject(object: Json, names: ReadonlySet<string>, splitMember = splitNamed): SplitData | null {
  // Made with the first personal member: nothing is copied of an object that has none.
  let split: { readonly open: Members; readonly personal: Members } | null = null;
  for (const name in object) {
    const value = object[name];
    const parts = splitMember(name, value, names);
    if (parts === null) {
      if (split !== null) put(split.open, name, value);
      continue;
    }
    split ??= { open: membersBefore(object, name), personal: {} };
    if ("open" in parts) put(split.open, name, parts.open);
    put(split.personal, name, parts.personal);
  }
  return split;
}

type Members = Record<string, unknown>;

function membersBefore(object: Json, end: string): Members {
  const members: Members = {};
  for (const name in object) {
    if (name === end) break;
    put(members, name, object[name]);
  }
  return members;
}

/** A sender may name a member `__proto__`, which assigning would not add. */
function put(to: Members, name: string, value: unknown): void {
  if (name !== "__proto__") to[name] = value;
  else Object.defineProperty(to, name, { value, enumerable: true, writable: true, configurable: true });
}

function splitArray(items: readonly unknown[], names: ReadonlySet<string>): Parts | null {
  let open: unknown[] | null = null;
  const personal: Record<number, unknown> = {};
  for (let at = 0; at < items.length; at += 1) {
    const parts = splitValue(items[at], names);
    if (parts === null) continue;
    open ??= [...items];
    open[at] = parts.open;
    personal[at] = parts.personal;
  }
  return open === null ? null : { open, personal };
}

function splitNamed(name: string, value: unknown, names: ReadonlySet<string>): Parts | null {
  if (names.has(name)) return { personal: value };
  if (name !== "address") return splitValue(value, names);
  if (typeof value !== "object" || value === null || Array.isArray(value)) return { personal: value };
  return splitObject(value as Json, names, splitLine);
}

function splitLine(name: string, value: unknown, names: ReadonlySet<string>): Parts | null {
  return PUBLIC_ADDRESS.has(name) ? splitValue(value, names) : { personal: value };
}
