import { MAX_REF_CHARACTERS } from "../limits.ts";

/** Joiners (U+200C, U+200D) print: Indic words need them. Other control, format and separator characters do not. */
const PRINTABLE = /^(?:[^\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]|\u200c|\u200d)*$/u;

/** Whether the text consists of printable characters only. */
export function isPrintable(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 32 || unit === 127) return false;
    if (unit > 127) return PRINTABLE.test(text);
  }
  return true;
}

/** Whether the text has at most 128 characters (code points, not UTF-16 units). */
export function isShort(text: string): boolean {
  if (text.length <= MAX_REF_CHARACTERS) return true;
  return text.length <= 2 * MAX_REF_CHARACTERS && [...text].length <= MAX_REF_CHARACTERS;
}
