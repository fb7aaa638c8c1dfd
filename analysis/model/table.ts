/**
 * P(level | cause) of one feature. `rows` are keyed by cause, or by family for all its causes; what is not named behaves
 * like `any`. Each row is in the order of `levels` and sums to 1, or to less where the feature is not always observed.
 */
export interface LikelihoodTable {
  readonly name: string;
  readonly weight: number;
  readonly tauMinutes?: number;
  readonly scaleKm?: number;
  readonly levels: readonly string[];
  readonly any: readonly number[];
  readonly rows: Readonly<Record<string, readonly number[]>>;
  /** False where not observing it says nothing: it depends on what was asked, not on what happened. */
  readonly silence?: false;
  /** A level of several parts, "pick+pack", is as likely as its parts together. */
  readonly parts?: true;
}

/**
 * P(code | cause) where somebody names a cause in a code or in words. `right` = how often the true cause itself is named,
 * `confused` = what else is named and how often; the rest follows `usage`, how often each code is used at all.
 * `spoken` = how often anything is named where there is a cause, and where nothing explains the failure.
 */
export interface NamingTable {
  readonly name: string;
  readonly weight: number;
  readonly right: number;
  readonly spoken: readonly [explained: number, unexplained: number];
  readonly usage: Readonly<Record<string, number>>;
  readonly confused: Readonly<Record<string, Readonly<Record<string, number>>>>;
}
