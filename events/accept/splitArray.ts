/**
 * Splits the text of a JSON array at its top-level commas without parsing the elements, so that one broken element
 * leaves the others readable. What follows an element that never ends belongs to it.
 */
export function splitArray(text: string): string[] {
  const elements: string[] = [];
  let depth = 0;
  let from = 1;
  for (let at = 1; at < text.length; at++) {
    const c = text[at];
    if (c === '"') at = endOfString(text, at);
    else if (c === "{" || c === "[") depth++;
    else if (depth > 0 && (c === "}" || c === "]")) depth--;
    else if (depth === 0 && (c === "," || c === "]")) {
      elements.push(text.slice(from, at).trim());
      from = at + 1;
      if (c === "]") break;
    }
  }
  const rest = text.slice(from).trim();
  if (rest !== "") elements.push(rest);
  return elements.length === 1 && elements[0] === "" ? [] : elements;
}

function endOfString(text: string, opening: number): number {
  for (let at = opening + 1; at < text.length; at++) {
    if (text[at] === "\\") at++;
    else if (text[at] === '"') return at;
  }
  return text.length;
}
