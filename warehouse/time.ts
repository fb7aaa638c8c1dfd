/** Instant as ClickHouse writes a DateTime64(3, 'UTC'): `2026-11-20 02:45:00.000`. */
export type ClickHouseTime = string;

/** As the edge writes every instant; it has been checked there. */
const IN_UTC = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** Epoch milliseconds or RFC 3339 to the text of a DateTime64(3, 'UTC'). Throws RangeError for what is no instant. */
export function toClickHouseTime(instant: number | string): ClickHouseTime {
  if (typeof instant === "string" && IN_UTC.test(instant))
    return `${instant.slice(0, 10)} ${instant.slice(11, 23)}`;
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
