import { readFileSync, renameSync, writeFileSync } from "node:fs";

/** What the demo remembers from start to start. */
export interface DemoState {
  /** Where the API was at the last start. */
  readonly api: string;
  readonly tenantId: string;
  /** The admin key of the demo tenant: shown at every start, so kept in clear, readable by its owner alone. */
  readonly apiKey: string;
  /** When the sample's history ends and live events begin, epoch ms. */
  readonly startedAt: number;
  readonly importId?: string;
  readonly loaded?: boolean;
  /** Live events up to here have been sent, epoch ms. */
  readonly sentUntil: number;
  /** The failure that is told of. */
  readonly storyId?: string;
}

/** What `file` holds, or null when there is none yet. */
export function readState(file: string): DemoState | null {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as DemoState;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw new Error(`${file} cannot be read: remove it to begin the demo anew`, { cause: error });
  }
}

/** Replaces the file at once, so that a kill never leaves half of it; answers the state. */
export function writeState(file: string, state: DemoState): DemoState {
  writeFileSync(`${file}.new`, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return state;
}

/** The state as it is now, written down whenever it changes. */
export interface Memory {
  readonly state: DemoState;
  remember(more: Partial<DemoState>): void;
}

export function openMemory(file: string, opened: DemoState): Memory {
  let state = opened;
  return {
    get state() {
      return state;
    },
    remember: (more) => {
      state = writeState(file, { ...state, ...more });
    },
  };
}
