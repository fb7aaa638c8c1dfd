import type { FileStore } from "../../events/imports/ports.ts";
import type { ImportRow } from "../../events/imports/readImports.ts";
import type { Ctx } from "../../tenancy/context.ts";
import type { PipelineDeps } from "../ports.ts";
import type { Gate } from "./awaitRoom.ts";
import type { Lease } from "./lease.ts";

export interface ImportDeps extends Omit<PipelineDeps, "warehouse"> {
  readonly importFiles: FileStore;
}

/** One import in the hands of this process. */
export interface Work {
  readonly deps: ImportDeps;
  readonly gate: Gate;
  readonly lease: Lease;
  /** As whom events are accepted: whoever made the import, with the right to send events. */
  readonly ctx: Ctx;
  readonly row: ImportRow;
}
