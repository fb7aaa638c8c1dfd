import type { DataMember, DataMembers } from "./dataMember.ts";
import { type Domain, EVENT_TYPES, SCHEMA_VERSION } from "./eventTypes.ts";
import { REASONS, type Reason } from "./reasons.ts";

export interface PublicEventType {
  readonly type: string;
  readonly domain: Domain;
  readonly topic: string;
  readonly schema_version: string;
  readonly description: string;
  /** Each entry names members of which at least one must be there; `area` = city, zone, postal_code, or location with data.radius_km. */
  readonly required: readonly (readonly string[])[];
  /** Known members of `data` and what they hold, in words; further members are free. */
  readonly data: Readonly<Record<string, string>>;
}

function inWords(member: DataMember): string {
  switch (member.kind) {
    case "number":
      if (member.max !== undefined) return `number ${member.min ?? 0} - ${member.max}`;
      return member.min === undefined ? "number" : `number >= ${member.min}`;
    case "one_of":
      return `one of ${member.values.join(", ")}`;
    case "object":
      return `object {${Object.keys(member.members).join(", ")}}`;
    case "string_or_object":
      return `string or object {${Object.keys(member.members).join(", ")}}`;
    case "instant":
      return "RFC 3339 time with offset";
    case "date_or_instant":
      return "RFC 3339 date, or time with offset";
    case "string_or_number":
      return "string or number";
    default:
      return member.kind;
  }
}

function describeData(data: DataMembers): Record<string, string> {
  return Object.fromEntries(Object.entries(data).map(([name, member]) => [name, inWords(member)]));
}

/** The catalogue as the API shows it: every event type, and the reasons that an event may give. */
export function listEventTypes(): {
  readonly types: readonly PublicEventType[];
  readonly reasons: readonly Reason[];
} {
  const types = EVENT_TYPES.map(({ type, domain, topic, description, required, data }) => ({
    type,
    domain,
    topic,
    schema_version: SCHEMA_VERSION,
    description,
    required,
    data: describeData(data),
  }));
  return { types, reasons: REASONS };
}
