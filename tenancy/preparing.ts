import { LRUCache } from "lru-cache";
import type postgres from "postgres";

/** Texts that a pool prepares at most: each connection holds those that it has run, until it is renewed. */
const MOST_PREPARED = 300;
/** A text that comes so often is one of those that come all the time. */
const OFTEN = 5;
const MOST_COUNTED = 5_000;
/** Longer ones are rare, and seldom twice the same. */
const LONGEST = 10_000;

type Client = Pick<postgres.TransactionSql, "unsafe">;

/**
 * The same driver, but what Drizzle sends is prepared once it has come often: PostgreSQL then neither parses nor plans it
 * again, and one round trip to it is enough where there were two. What a transaction's client is asked after the transaction's
 * end is refused: its connection may be another tenant's by then.
 */
export function preparing<C extends postgres.Sql>(client: C): C {
  return wrap(client, countTexts());
}

/** Answers whether the text is to be prepared, each time that it comes. */
type Decide = (text: string) => boolean;

function countTexts(): Decide {
  const counts = new LRUCache<string, number>({ max: MOST_COUNTED });
  const prepared = new Set<string>();
  return (text) => {
    if (prepared.has(text)) return true;
    if (text.length > LONGEST || prepared.size >= MOST_PREPARED) return false;
    const count = (counts.get(text) ?? 0) + 1;
    counts.set(text, count);
    if (count < OFTEN) return false;
    counts.delete(text);
    prepared.add(text);
    return true;
  };
}

/** What a client may not be asked any more, once `over`. */
interface Life {
  over: boolean;
}

function wrap<C extends Client>(client: C, decide: Decide, life: Life = { over: false }): C {
  const alive = () => {
    if (life.over) throw new Error("the transaction is over");
    return client as C & { readonly begin: Open; readonly savepoint: Open };
  };
  const members: Record<PropertyKey, unknown> = {
    unsafe: (text: string, params: never[] = [], options: postgres.UnsafeQueryOptions = {}) =>
      alive().unsafe(
        text,
        params,
        params.length > 0 && decide(text) ? { ...options, prepare: true } : options,
      ),
    begin: inside((...args) => alive().begin(...args), decide),
    savepoint: inside((...args) => alive().savepoint(...args), decide),
  };
  return new Proxy(client, {
    get: (target, name) => (Object.hasOwn(members, name) ? members[name] : Reflect.get(target, name)),
  });
}

type Open = (...args: readonly unknown[]) => Promise<unknown>;

/** The same, whose last argument is called with a client that prepares too, and that ends with the transaction. */
function inside(open: Open, decide: Decide): (...args: unknown[]) => Promise<unknown> {
  return async (...args) => {
    const work = args.pop() as (client: Client) => unknown;
    const life: Life = { over: false };
    try {
      return await open(...args, (client: Client) => work(wrap(client, decide, life)));
    } finally {
      life.over = true;
    }
  };
}
