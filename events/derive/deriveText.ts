import type { Derived } from "../event.ts";
import { TOPIC_PATTERNS } from "./topicPatterns.ts";

const MAX_CHARACTERS = 2_000;

const GOOD =
  /\b(?:thanks?|thank you|good|great|nice|happy|excellent|perfect|polite|friendly|helpful|fast|quick|love[dl]?y?|satisfied|on time|well packed|smooth|best|awesome)\b/g;
const BAD =
  /\b(?:late|delay\w*|rude|broken|damag\w*|wrong|never|nobody|no one|problem|crushed|missing|bad|worst|terrible|poor|awful|horrible|disappoint\w*|angry|useless|failed|refund|complain\w*|waste\w*|too long|not (?:good|happy|satisfied|delivered|received)|no (?:update|call|show)|leaking|torn|lost|fake|false)\b/g;

/** Topics (codes of the reason catalogue, those that the words speak of) and sentiment, -1 to 1, of free text. */
export function deriveText(texts: readonly string[]): NonNullable<Derived["text"]> {
  const text = texts
    .join(" . ")
    .slice(0, MAX_CHARACTERS)
    .toLowerCase()
    .replace(/["“”‘’`]/g, "")
    .replace(/\s+/g, " ");
  const topics = TOPIC_PATTERNS.filter(({ pattern }) => pattern.test(text)).map(({ topic }) => topic);
  return { topics: narrow(topics), sentiment: sentimentOf(text) };
}

/** Where a broad topic stands beside the finer one that it came from, the finer one stays. */
const FINER: Readonly<Record<string, readonly string[]>> = {
  "warehouse.stockout": ["shipper.out_of_stock"],
  "recipient.refused": ["shipper.cancelled"],
  "address.not_located": ["address.incomplete", "address.invalid"],
};

function narrow(topics: readonly string[]): readonly string[] {
  return topics.filter((topic) => !FINER[topic]?.some((finer) => topics.includes(finer)));
}

function sentimentOf(text: string): number {
  const good = text.match(GOOD)?.length ?? 0;
  const bad = text.match(BAD)?.length ?? 0;
  return good + bad === 0 ? 0 : Math.round(((good - bad) / (good + bad)) * 100) / 100;
}
