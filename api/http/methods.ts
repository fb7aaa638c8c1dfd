import type { Context } from "hono";
import type { App, Env } from "../env.ts";
import { problem } from "./problem.ts";

interface Path {
  readonly pattern: RegExp;
  readonly methods: Set<string>;
}

/** Answers what no route took: 405 with `Allow` when the path exists under other methods, else 404. */
export function notFound(app: App): (c: Context<Env>) => Response {
  const paths = pathsOf(app);
  return (c) => {
    const path = paths.find(({ pattern }) => pattern.test(c.req.path));
    if (!path) return problem(c, { code: "not_found", detail: "No such path." });
    const allow = [...path.methods].sort().join(", ");
    return problem(c, {
      code: "method_not_allowed",
      detail: `The path takes ${allow}.`,
      headers: { Allow: allow },
    });
  };
}

/** The routes as patterns; paths without parameters come first, as they do when the router matches. */
function pathsOf(app: App): readonly Path[] {
  const paths = new Map<string, Path>();
  for (const { method, path } of app.routes) {
    if (method === "ALL" || path.includes("*")) continue;
    const known = paths.get(path) ?? {
      pattern: new RegExp(`^${path.replaceAll(/:[^/]+/g, "[^/]+")}$`),
      methods: new Set(),
    };
    known.methods.add(method);
    if (method === "GET") known.methods.add("HEAD");
    paths.set(path, known);
  }
  return [...paths.entries()]
    .sort(([a], [b]) => Number(a.includes(":")) - Number(b.includes(":")))
    .map(([, path]) => path);
}
