import { PARTITIONS } from "./port.ts";

/** The partition of a key, the same in every topic: FNV-1a over its UTF-16 units, finished so that low bits mix. */
export function partitionOf(key: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) h = Math.imul(h ^ key.charCodeAt(i), 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h ^= h >>> 13;
  return (h >>> 0) % PARTITIONS;
}
