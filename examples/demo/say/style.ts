/** What text is made for: a terminal gets colours. */
export interface Look {
  readonly isTerminal: boolean;
  readonly columns: number;
}

/** Where the demo speaks: on a terminal progress is drawn over, anything else gets plain lines. */
export interface Screen extends Look {
  write(text: string): void;
}

export type Style = (text: string) => string;
export interface Styles {
  readonly bold: Style;
  readonly dim: Style;
  readonly good: Style;
  readonly bad: Style;
  readonly strong: Style;
}

const coloured =
  (code: number): Style =>
  (text) =>
    `\u001b[${code}m${text}\u001b[0m`;
const plain: Style = (text) => text;

export function stylesOf({ isTerminal }: Pick<Look, "isTerminal">): Styles {
  if (!isTerminal) return { bold: plain, dim: plain, good: plain, bad: plain, strong: plain };
  return { bold: coloured(1), dim: coloured(2), good: coloured(32), bad: coloured(31), strong: coloured(36) };
}

export function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

/** A bar of `width` cells, filled by `share` (0 to 1) to an eighth of a cell. */
export function bar(share: number, width: number): string {
  const eighths = Math.round(Math.min(1, Math.max(0, share)) * width * 8);
  const part = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][eighths % 8] ?? "";
  return `${"█".repeat(Math.floor(eighths / 8))}${part}`.padEnd(width, " ");
}

/** Breaks text into lines of at most `width` characters, each behind `indent`. */
export function wrap(text: string, width: number, indent: string): string {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/)) {
    if (line !== "" && line.length + word.length + 1 > width - indent.length) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line].map((each) => indent + each).join("\n");
}

export function count(n: number): string {
  return n.toLocaleString("en-US");
}
