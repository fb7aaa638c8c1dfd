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
}

const USAGE =
  "usage: npm run bench:attribution -- <folder in the form of planted> --out <folder> [--no-reasons] [--no-words] [--no-feedback] [--cold]";

/** @throws naming the usage when something is missing or unknown. */
export function readOptions(args: readonly string[]): PredictOptions {
  const at = args.indexOf("--out");
  const out = at < 0 ? undefined : args[at + 1];
  const rest = args.filter((_, index) => at < 0 || (index !== at && index !== at + 1));
  const folder = rest.find((arg) => !arg.startsWith("--"));
  const flags = new Set(rest.filter((arg) => arg.startsWith("--")));
  const take = (flag: string) => flags.delete(flag);
  const options = {
    noReasons: take("--no-reasons"),
    noWords: take("--no-words"),
    noFeedback: take("--no-feedback"),
    cold: take("--cold"),
  };
  if (!folder || !out || flags.size > 0) throw new Error(USAGE);
  return { folder, out, ...options };
}

/** What was varied, for people. */
export function nameOf({ noReasons, noWords, noFeedback, cold }: PredictOptions): string {
  const names = [
    noReasons && "no recorded reasons",
    noWords && "no words",
    noFeedback && "nothing confirmed",
    cold && "cold: experts' model, first three days",
  ].filter((name) => name !== false);
  return names.length === 0 ? "all that the folder holds" : names.join(", ");
}
