/** What one ingest request may hold; published in the API's documentation. */
export const MAX_EVENTS_PER_REQUEST = 1_000;
export const MAX_REQUEST_BYTES = 5_000_000;
export const MAX_EVENT_BYTES = 256 * 1024;
export const MAX_DATA_BYTES = 64 * 1024;
export const MAX_REF_CHARACTERS = 128;
/** Deeper nesting is refused: it holds nothing that an event needs, and costs stack. */
export const MAX_DATA_DEPTH = 64;

/** What imports may hold; published in the API's documentation. */
export const MAX_IMPORT_FILE_BYTES = 5_000_000_000;
/** Of a compressed file, once inflated: past it something is wrong with it. */
export const MAX_INFLATED_FILE_BYTES = 25_000_000_000;
export const MAX_IMPORT_FILES = 100;
/** Room on disk for all files of one tenant's imports. */
export const MAX_IMPORT_DISK_BYTES = 20_000_000_000;
export const MAX_UNFINISHED_IMPORTS = 10;
/** Lines that an import's error file keeps. */
export const MAX_IMPORT_ERRORS = 100_000;
/** How long an ended import keeps its error file, and one that nobody started its files. */
export const IMPORT_ERRORS_DAYS = 30;
export const UNSTARTED_IMPORT_DAYS = 7;
/** How long a quarantined record stays that does not come again. */
export const QUARANTINE_DAYS = 30;
