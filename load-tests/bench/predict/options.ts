export interface PredictOptions {
  readonly folder: string;
  readonly out: string;
  /** Every recorded reason is taken out of the events. */
  readonly noReasons: boolean;
  /** Every free text is taken out of the events. */
  readonly noWords: boolean;
  /** Nothing that operators confirmed is told. */
  readonly noFeedback: boolean;
  /** The first three days of failures only, and no fit: what the experts' model knows. */
  readonly cold: boolean;
  /** Sources of which nothing is sent, by the beginning of their names. */
  readonly without: readonly string[];
  /** For a quick look: one delivery in so many, by its number. */
  readonly oneIn: number;
}

const USAGE =
  "usage: npm run bench:attribution -- <folder in the form of planted> --out <folder> [--no-reasons] [--no-words] [--no-feedback] [--cold] [--without <source>]... [--one-in N]";

/** @throws naming the usage when something is missing or unknown. */
export function readOptions(args: readonly string[]): PredictOptions {
  const at = args.indexOf("--out");
  const out = at < 0 ? undefined : args[at + 1];
  const slice = args.indexOf("--one-in");
  const oneIn = slice < 0 ? 1 : Number(args[slice + 1]);
  const left = args.flatMap((arg, index) => (arg === "--without" ? [index] : []));
  const without = left.flatMap((index) => args[index + 1] ?? []);
  const valued = [at, slice, ...left].filter((index) => index >= 0).flatMap((index) => [index, index + 1]);
  const rest = args.filter((_, index) => !valued.includes(index));
  const folder = rest.find((arg) => !arg.startsWith("--"));
  const flags = new Set(rest.filter((arg) => arg.startsWith("--")));
  const take = (flag: string) => flags.delete(flag);
  const options = {
    noReasons: take("--no-reasons"),
    noWords: take("--no-words"),
    noFeedback: take("--no-feedback"),
    cold: take("--cold"),
  };
  if (!folder || !out || flags.size > 0 || !(oneIn >= 1)) throw new Error(USAGE);
  return { folder, out, oneIn, without, ...options };
}

/** What was varied, for people. */
export function nameOf({ noReasons, noWords, noFeedback, cold, without, oneIn }: PredictOptions): string {
  const names = [
    noReasons && "no recorded reasons",
    noWords && "no words",
    noFeedback && "nothing confirmed",
    without.length > 0 && `nothing of ${without.join(", ")}`,
    oneIn > 1 && `one delivery in ${oneIn}`,
    cold && "cold: experts' model, first three days",
  ].filter((name) => name !== false);
  return names.length === 0 ? "all that the folder holds" : names.join(", ");
}
