/** What one ingest request may hold; published in the API's documentation. */
export const MAX_EVENTS_PER_REQUEST = 1_000;
export const MAX_REQUEST_BYTES = 5_000_000;
export const MAX_EVENT_BYTES = 256 * 1024;
export const MAX_DATA_BYTES = 64 * 1024;
export const MAX_REF_CHARACTERS = 128;
/** Deeper nesting is refused: it holds nothing that an event needs, and costs stack. */
export const MAX_DATA_DEPTH = 64;
