import { DomainError } from "../../tenancy/errors.ts";

/** The bytes of one request's body that are held just now. */
export interface Hold {
  /** Counts further bytes; false when there is no room for them, and then counts nothing. */
  grow(bytes: number): boolean;
  /** What to answer then. */
  refusal(): DomainError;
  shrink(bytes: number): void;
  /** Gives all back; once closed it stays empty. */
  close(): void;
}

/** Bounds the bytes of all bodies that one process holds at the same time, sent and inflated. */
export interface BodyBudget {
  open(owner: string): Hold;
  /** Bytes held now. */
  held(): number;
}

interface Bounds {
  readonly total: number;
  /** What one tenant may hold, so that it leaves room for others. */
  readonly each: number;
}

/** Parsed and judged, a body takes some five times its bytes: this keeps a process below half a gigabyte. */
const DEFAULT_BOUNDS: Bounds = { total: 96_000_000, each: 32_000_000 };

export function createBodyBudget({ total, each }: Bounds = DEFAULT_BOUNDS): BodyBudget {
  const byOwner = new Map<string, number>();
  let held = 0;
  const add = (owner: string, bytes: number) => {
    held += bytes;
    const now = (byOwner.get(owner) ?? 0) + bytes;
    if (now > 0) byOwner.set(owner, now);
    else byOwner.delete(owner);
  };
  return {
    held: () => held,
    open(owner) {
      let own = 0;
      return {
        grow(bytes) {
          if (held + bytes > total || (byOwner.get(owner) ?? 0) + bytes > each) return false;
          add(owner, bytes);
          own += bytes;
          return true;
        },
        refusal: noRoom,
        shrink(bytes) {
          const less = Math.min(bytes, own);
          add(owner, -less);
          own -= less;
        },
        close() {
          if (own > 0) add(owner, -own);
          own = 0;
        },
      };
    },
  };
}

/** That of this process, whose memory it bounds: every app in it shares it unless told. */
export const PROCESS_BODIES = createBodyBudget();

function noRoom(): DomainError {
  const detail = "Too many large bodies are being read at once: send this again, or send smaller ones.";
  return new DomainError("unavailable", detail, { retryAfter: 1 });
}
