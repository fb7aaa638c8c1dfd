/** Instant as ClickHouse writes a DateTime64(3, 'UTC'): `2026-11-20 02:45:00.000`. */
export type ClickHouseTime = string;

/** Epoch milliseconds or RFC 3339 to the text of a DateTime64(3, 'UTC'). Throws RangeError for what is no instant. */
export function toClickHouseTime(instant: number | string): ClickHouseTime {
  return new Date(instant).toISOString().replace("T", " ").slice(0, 23);
}

/** The text of a DateTime64(3, 'UTC') to RFC 3339 in UTC. */
export function fromClickHouseTime(time: ClickHouseTime): string {
  return new Date(`${time.replace(" ", "T")}Z`).toISOString();
}

/** The text of a DateTime64(3, 'UTC') to epoch milliseconds. */
export function epochOf(time: ClickHouseTime): number {
  return Date.parse(`${time.replace(" ", "T")}Z`);
}
