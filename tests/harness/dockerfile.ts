import { readFileSync } from "node:fs";

export interface Instruction {
  /** In capitals. */
  readonly name: string;
  readonly rest: string;
  /** Name of the stage that it belongs to; empty for the last. */
  readonly stage: string;
}

/** The instructions of a Dockerfile, comments and line breaks taken out. */
export function readDockerfile(path: string): readonly Instruction[] {
  const lines = readFileSync(path, "utf8")
    .replaceAll("\\\n", " ")
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
  let stage = "";
  return lines.map((line) => {
    const [, name = "", rest = ""] = /^(\S+)\s*(.*)$/.exec(line) ?? [];
    if (name === "FROM") stage = / AS (\S+)$/i.exec(rest)?.[1] ?? "";
    return { name, rest, stage };
  });
}

/** What the last stage copies from the build context: source paths. */
export function copiedPaths(instructions: readonly Instruction[]): readonly string[] {
  return instructions
    .filter(({ name, stage, rest }) => name === "COPY" && stage === "" && !rest.startsWith("--from"))
    .flatMap(({ rest }) => rest.split(/\s+/).slice(0, -1));
}

/** The words of an exec-form instruction, the last of its name; empty when it is in shell form or missing. */
export function execWords(instructions: readonly Instruction[], name: string): readonly string[] {
  const rest = instructions.findLast((instruction) => instruction.name === name)?.rest ?? "";
  const list = /\[.*\]$/.exec(rest)?.[0];
  return list ? (JSON.parse(list) as string[]) : [];
}

/** The environment that the last stage sets. */
export function environmentOf(instructions: readonly Instruction[]): Readonly<Record<string, string>> {
  const entries = instructions
    .filter(({ name, stage }) => name === "ENV" && stage === "")
    .flatMap(({ rest }) => [...rest.matchAll(/(\w+)=(\S*)/g)])
    .map(([, key = "", value = ""]) => [key, value] as const);
  return Object.fromEntries(entries);
}
