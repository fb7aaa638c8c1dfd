import type { RoleName } from "../config.ts";

/** A started part of the program. `close` finishes what is in hand and takes nothing new. */
export interface Role {
  readonly name: RoleName | "demo" | "health";
  /** Takes what still comes, but lets its connections go: the process is about to end. */
  drain?(): void;
  close(): Promise<void>;
}
