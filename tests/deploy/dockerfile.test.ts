import { existsSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { expect, test } from "vitest";
import { copiedPaths, environmentOf, execWords, readDockerfile } from "../harness/dockerfile.ts";

const instructions = readDockerfile("Dockerfile");
const copied = copiedPaths(instructions);
const isCopied = (path: string) => copied.some((from) => path === from || path.startsWith(`${from}/`));

test("copies what exists, and everything that the programs import", () => {
  for (const path of copied) expect(existsSync(path), path).toBe(true);
  const needed = closureOf(["runtime/main.ts", "runtime/migrate.ts", "runtime/embedded/clickhouse/child.ts"]);
  expect(needed.size).toBeGreaterThan(200);
  expect([...needed].filter((path) => !isCopied(path))).toEqual([]);
  expect(isCopied("drizzle/migrations/0000_roles.sql")).toBe(true);
});

test(".dockerignore lets through what is copied, and nothing else of the checkout", () => {
  const lines = readFileSync(".dockerignore", "utf8").split("\n");
  const let_through = lines.filter((line) => line.startsWith("!")).map((line) => line.slice(1));
  expect(lines.find((line) => line !== "" && !line.startsWith("#"))).toBe("*");
  const fromContext = instructions.filter(({ name, rest }) => name === "COPY" && !rest.startsWith("--from"));
  const wanted = fromContext.flatMap(({ rest }) => rest.split(/\s+/).slice(0, -1));
  expect([...let_through].sort()).toEqual([...new Set(wanted)].sort());
});

test("runs as an ordinary user, receives signals itself, and has a health check that ships", () => {
  const last = instructions.filter(({ stage }) => stage === "");
  expect(last.find(({ name }) => name === "USER")?.rest).toBe("node");
  expect(execWords(last, "CMD")).toEqual(["node", "runtime/main.ts"]);
  const [program, script = ""] = execWords(last, "HEALTHCHECK");
  expect(program).toBe("node");
  expect(isCopied(script)).toBe(true);
  const { PORT, HOST } = environmentOf(instructions);
  expect(HOST).toBe("0.0.0.0");
  expect(last.find(({ name }) => name === "EXPOSE")?.rest).toBe(PORT);
});

test("every stage is of the Node that the product is tested on", () => {
  const { version } = JSON.parse(readFileSync("node_modules/node/package.json", "utf8"));
  const bases = instructions.filter(({ name }) => name === "FROM").map(({ rest }) => rest.split(" ")[0]);
  expect(new Set(bases)).toEqual(new Set([`node:${version.split(".")[0]}-bookworm-slim`]));
});

/** Every file of ours that the given ones reach by importing. */
function closureOf(entries: readonly string[]): Set<string> {
  const seen = new Set<string>();
  const open = [...entries];
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (seen.has(path)) continue;
    seen.add(path);
    const text = readFileSync(path, "utf8");
    for (const [, from = ""] of text.matchAll(
      /(?:from|import|new URL\()\s*\(?"(\.{1,2}\/[^"]+\.(?:ts|mjs|json))"/g,
    )) {
      open.push(normalize(join(dirname(path), from)));
    }
  }
  return seen;
}
