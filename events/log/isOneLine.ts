/** Whether a log takes the value: encoded envelopes are always one line, and the Postgres log frames by lines. */
export function isOneLine(value: string): boolean {
  return !value.includes("\n") && value !== "";
}
