/** Chance that can be replayed: the same parts give the same run of numbers, on every machine. */
export interface Random {
  /** From 0 to below 1. */
  next(): number;
  between(low: number, high: number): number;
  /** A whole number, both ends included. */
  whole(low: number, high: number): number;
  chance(probability: number): boolean;
  pick<T>(list: readonly T[]): T;
  /** One of the choices, by their weights. */
  weighted<T>(choices: readonly (readonly [T, number])[]): T;
  /** At most one of the choices, each with its own probability. */
  draw<T>(choices: readonly (readonly [T, number])[]): T | null;
}

export type Part = string | number;

export function createRandom(...parts: readonly Part[]): Random {
  let state = hashOf(...parts);
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    return scramble(state) / 4_294_967_296;
  };
  const draw = <T>(choices: readonly (readonly [T, number])[], among = 1): T | null => {
    let rest = next() * among;
    for (const [choice, weight] of choices) {
      rest -= weight;
      if (rest < 0) return choice;
    }
    return null;
  };
  const pick = <T>(list: readonly T[]): T => at(list, Math.floor(next() * list.length));
  return {
    next,
    between: (low, high) => low + next() * (high - low),
    whole: (low, high) => low + Math.floor(next() * (high - low + 1)),
    chance: (probability) => next() < probability,
    pick,
    draw: (choices) => draw(choices),
    weighted: (choices) =>
      draw(
        choices,
        choices.reduce((sum, [, weight]) => sum + weight, 0),
      ) ?? at(choices, choices.length - 1)[0],
  };
}

/** A number from 0 to below 1 that belongs to the parts alone. */
export function fractionOf(...parts: readonly Part[]): number {
  return scramble(hashOf(...parts)) / 4_294_967_296;
}

/** The element at the index, taken round and round. */
export function at<T>(list: readonly T[], index: number): T {
  const found = list[((index % list.length) + list.length) % list.length];
  if (found === undefined) throw new RangeError("nothing to pick from");
  return found;
}

/** 32 bits of the parts. */
function hashOf(...parts: readonly Part[]): number {
  let hash = 0x811c9dc5;
  for (const part of parts) {
    const text = String(part);
    for (let index = 0; index < text.length; index += 1)
      hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
    hash = scramble(hash ^ 0x1f);
  }
  return hash;
}

function scramble(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 16), 0x7feb352d);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x846ca68b);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
