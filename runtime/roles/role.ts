import type { RoleName } from "../config.ts";

/** A started part of the program. `close` finishes what is in hand and takes nothing new. */
export interface Role {
  readonly name: RoleName | "demo";
  close(): Promise<void>;
}
