/** Levels of nesting that any JSON body may have: an array of events whose data are as deep as they may be. */
export const MAX_JSON_DEPTH = 66;
/** Values of all kinds that a body of events may hold: parsed, each takes some fifty bytes. */
export const MAX_EVENTS_VALUES = 400_000;
/** The same of any other body. */
export const MAX_BODY_VALUES = 20_000;
/** Faults that are told of one record or body; the first are enough to mend it. */
export const MAX_FAULTS = 20;
