/**
 * Whether a JSON number means the same to everyone who reads it as a 64-bit float, as JSON.parse does: it is finite, not
 * lost to zero, and beyond 2^53 its digits are those that are written back. Fractions may be rounded in their last digits.
 */
export function isExact(literal: string): boolean {
  const value = Number(literal);
  if (Number.isNaN(value)) return true;
  if (!Number.isFinite(value)) return false;
  if (value === 0) return !/[1-9]/.test(literal.split(/e/i)[0] ?? "");
  if (Math.abs(value) <= Number.MAX_SAFE_INTEGER) return true;
  return normalized(literal) === normalized(String(value));
}

/** The digits without leading and trailing zeros, and the power of ten of the last one. */
function normalized(literal: string): string {
  const [mantissa = "", exponent = "0"] = literal.replace("-", "").toLowerCase().split("e");
  const [whole = "", fraction = ""] = mantissa.split(".");
  const digits = `${whole}${fraction}`.replace(/^0+/, "");
  const kept = digits.replace(/0+$/, "");
  return `${kept}e${Number(exponent) - fraction.length + digits.length - kept.length}`;
}
