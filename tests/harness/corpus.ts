import { existsSync } from "node:fs";
import { join } from "node:path";

/** Global set-up of project `corpus`: the outside data must be there; their absence is a failure, not a skip. */
export function setup(): void {
  const folder = process.env["DFRAS_CORPUS"];
  if (!folder)
    throw new Error(
      "DFRAS_CORPUS is not set: name the folder that holds data/planted, e.g. DFRAS_CORPUS=../shared",
    );
  if (!existsSync(join(folder, "data", "planted")))
    throw new Error(`DFRAS_CORPUS=${folder} holds no data/planted`);
}
