import type { FoldEvent } from "./types.ts";

/** Compares text by code units: the same on every machine, whatever its locale. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

type Identified = Pick<FoldEvent, "source" | "id">;

/** Order by (source, id), the order in which anchors are chosen. */
export function byIdentity(a: Identified, b: Identified): number {
  return compareText(a.source, b.source) || compareText(a.id, b.id);
}

/** Order by (time, source, id): total over live events, so that the order of arrival never shows. */
export function byTime(a: FoldEvent, b: FoldEvent): number {
  return a.at - b.at || byIdentity(a, b);
}

/** The key of an identity within one tenant; the separator cannot occur in a source. */
export function identityKey(source: string, id: string): string {
  return `${source}\u001f${id}`;
}
