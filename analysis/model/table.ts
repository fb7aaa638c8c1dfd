/**
 * P(level | cause) of one feature. `rows` are keyed by cause, or by family for all its causes; what is not named behaves
 * like `any`. Each row is in the order of `levels` and sums to 1.
 */
export interface LikelihoodTable {
  readonly name: string;
  readonly weight: number;
  readonly tauMinutes?: number;
  readonly scaleKm?: number;
  readonly levels: readonly string[];
  readonly any: readonly number[];
  readonly rows: Readonly<Record<string, readonly number[]>>;
}

/**
 * P(code | cause) where somebody names a cause in a code or in words. `right` = how often the true cause itself is named,
 * `confused` = what else is named and how often; the rest follows `usage`, how often each code is used at all.
 */
export interface NamingTable {
  readonly name: string;
  readonly weight: number;
  readonly right: number;
  readonly usage: Readonly<Record<string, number>>;
  readonly confused: Readonly<Record<string, Readonly<Record<string, number>>>>;
}
