/** The cells of one CSV record, or null where something other than a delimiter follows a closing quote. */
export function splitCells(text: string, delimiter: string): string[] | null {
  if (!text.includes('"')) return text.split(delimiter);
  const cells: string[] = [];
  for (let at = 0; ; ) {
    const end = text[at] === '"' ? quotedEnd(text, at + 1) : plainEnd(text, at, delimiter);
    if (text[at] === '"') cells.push(text.slice(at + 1, end - 1).replaceAll('""', '"'));
    else cells.push(text.slice(at, end));
    if (end >= text.length) return cells;
    if (text[end] !== delimiter) return null;
    at = end + 1;
  }
}

function plainEnd(text: string, from: number, delimiter: string): number {
  const end = text.indexOf(delimiter, from);
  return end < 0 ? text.length : end;
}

/** The place after the closing quote. The record was cut where its quotes are closed. */
function quotedEnd(text: string, from: number): number {
  for (let at = from; ; at += 2) {
    at = text.indexOf('"', at);
    if (at < 0) return text.length + 1;
    if (text[at + 1] !== '"') return at + 1;
  }
}
