/** What can go wrong, in the domain's words. The HTTP edge maps each code once; nothing here knows of HTTP. */
export type ErrorCode =
  | "unauthenticated"
  | "insufficient_scope"
  | "not_found"
  | "conflict"
  | "invalid_request"
  | "too_large"
  | "unsupported_media_type"
  | "unprocessable"
  | "rate_limited"
  | "unavailable"
  | "not_implemented";

export interface FieldError {
  readonly code: string;
  /** JSON pointer to the member at fault. */
  readonly pointer: string;
  readonly detail: string;
}

export class DomainError extends Error {
  override readonly name = "DomainError";
  readonly code: ErrorCode;
  readonly errors: readonly FieldError[];
  /** Seconds after which trying again makes sense. */
  readonly retryAfter: number | null;

  constructor(
    code: ErrorCode,
    detail: string,
    more: { errors?: readonly FieldError[]; retryAfter?: number } = {},
  ) {
    super(detail);
    this.code = code;
    this.errors = more.errors ?? [];
    this.retryAfter = more.retryAfter ?? null;
  }
}
