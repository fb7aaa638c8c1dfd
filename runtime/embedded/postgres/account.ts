import { execFileSync } from "node:child_process";

export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/** Users that systems have anyway; none of them may log in or owns anything of value. */
const CANDIDATES = ["nobody", "postgres"] as const;

/**
 * The user to run PostgreSQL as, which refuses to run as root: null for "as ourselves".
 * @throws when we are root and the system has none of the candidates.
 */
export function postgresAccount(): Account | null {
  if (process.getuid?.() !== 0) return null;
  for (const name of CANDIDATES) {
    const uid = idOf("-u", name);
    const gid = idOf("-g", name);
    if (uid !== null && gid !== null && uid !== 0) return { name, uid, gid };
  }
  throw new Error(
    `PostgreSQL refuses to run as root and this system has no user ${CANDIDATES.join(" or ")}: ` +
      "create one (useradd --system postgres), start DFRAS as an ordinary user, or set DATABASE_URL",
  );
}

function idOf(flag: "-u" | "-g", name: string): number | null {
  try {
    return Number.parseInt(execFileSync("id", [flag, name], { encoding: "utf8", stdio: "pipe" }), 10);
  } catch {
    return null;
  }
}
