/** `major.minor`. A reader takes every minor of its major and refuses a newer major. */
export const ENVELOPE_VERSION = "1.2";

/** Where in its import an event came from; the first row of a file is 1. */
export interface ImportPlace {
  readonly file: string;
  readonly row: number;
}

/** The one wrapping of every log record; new members are optional, because older records stay in flight. */
export interface Envelope<Body> {
  readonly v: string;
  readonly tenant_key: number;
  readonly batch_id: string;
  readonly request_id: string;
  readonly traceparent: string | null;
  /** RFC 3339 UTC, when the edge took it. */
  readonly received_at: string;
  readonly schema_version: string;
  readonly content_hash: string;
  /** The import that it came by. */
  readonly import_id?: string;
  readonly import_place?: ImportPlace;
  /** Set when nobody is to be told of what follows from it, as in imports without `notify`. */
  readonly quiet?: true;
  readonly body: Body;
}

/** Raised for a record whose envelope is of a newer major version; the consumer stops there until it is upgraded. */
export class EnvelopeTooNew extends Error {
  override readonly name = "EnvelopeTooNew";
  constructor(version: string) {
    super(
      `log record has envelope version ${version}; this reader understands ${ENVELOPE_VERSION}: upgrade it`,
    );
  }
}

export function encodeEnvelope<Body>(envelope: Omit<Envelope<Body>, "v">): string {
  return JSON.stringify({ v: ENVELOPE_VERSION, ...envelope });
}

/** Parses a record's value. Throws EnvelopeTooNew for a newer major version. */
export function decodeEnvelope<Body>(value: string): Envelope<Body> {
  const envelope = JSON.parse(value) as Envelope<Body>;
  const major = Number.parseInt(envelope.v, 10);
  if (!(major <= Number.parseInt(ENVELOPE_VERSION, 10))) throw new EnvelopeTooNew(String(envelope.v));
  return envelope;
}
