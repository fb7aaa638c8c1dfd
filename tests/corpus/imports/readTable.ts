import { readFileSync } from "node:fs";
import { join } from "node:path";
import { corpusFolder } from "../planted.ts";

/** Path of one of the case study's tables. */
export function tableFile(name: string): string {
  return join(corpusFolder("dfras-case"), name);
}

/** The rows of a table, read at once, character by character: by nothing that the product reads files with. */
export function readTable(name: string): readonly Readonly<Record<string, string>>[] {
  const text = readFileSync(tableFile(name), "utf8");
  const rows: string[][] = [[]];
  let cell = "";
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === '"') {
      if (quoted && text.charAt(at + 1) === '"') cell += text.charAt(++at);
      else quoted = !quoted;
    } else if (!quoted && (character === "," || character === "\n")) {
      rows.at(-1)?.push(cell);
      cell = "";
      if (character === "\n") rows.push([]);
    } else if (quoted || character !== "\r") cell += character;
  }
  const [header = [], ...body] = rows.filter((row) => row.length > 0);
  return body.map((row) => Object.fromEntries(header.map((name, n) => [name, row[n] ?? ""])));
}
