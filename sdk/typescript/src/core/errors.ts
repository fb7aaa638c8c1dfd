/** What the API says of one member: `pointer` is a JSON pointer into the body, or `/name` of a parameter. */
export interface FieldError {
  readonly code: string;
  readonly pointer: string;
  readonly detail: string;
}

/** RFC 9457 problem details as DFRAS sends them; further members are kept. */
export interface ProblemDetails {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly request_id: string;
  readonly retryable: boolean;
  readonly errors: readonly FieldError[];
  readonly [member: string]: unknown;
}

/** Everything that this package throws for a call that failed. */
export class DfrasError extends Error {
  override name = "DfrasError";
  /** Whether the same call may succeed later. */
  readonly retryable: boolean = false;
}

/** No answer came: no connection, or it broke off. */
export class ConnectionError extends DfrasError {
  override name = "ConnectionError";
  override readonly retryable: boolean = true;
}

/** An attempt took longer than `timeoutMs`, or the call longer than `totalTimeoutMs`. */
export class TimeoutError extends ConnectionError {
  override name = "TimeoutError";
}

/** The caller's signal ended the call; `cause` is the signal's reason. */
export class AbortedError extends DfrasError {
  override name = "AbortError";
}

/** What is known of a response that is not a success. */
export interface Refusal {
  readonly status: number;
  readonly headers: Headers;
  readonly problem: Partial<ProblemDetails>;
  readonly retryAfter: number | undefined;
}

/** The API refused. There is a class for each status that has a meaning of its own. */
export class ApiError extends DfrasError {
  override name = "ApiError";
  override readonly retryable: boolean;
  readonly status: number;
  /** What went wrong, for programs; new ones may appear. Empty when something other than DFRAS answered. */
  readonly code: string;
  /** The id to give to whoever runs DFRAS; it is in their log. */
  readonly requestId: string | undefined;
  readonly errors: readonly FieldError[];
  /** Seconds after which the server will hear the call again, where it said so. */
  readonly retryAfter: number | undefined;
  /** The whole body, with members of its own, such as `results` of refused events. */
  readonly problem: Partial<ProblemDetails>;
  readonly headers: Headers;

  constructor({ status, headers, problem, retryAfter }: Refusal) {
    const requestId = problem.request_id ?? headers.get("request-id") ?? undefined;
    const what = problem.detail ?? problem.title ?? "no problem details";
    super(`${[status, problem.code].join(" ").trim()}: ${what}${requestId ? ` (${requestId})` : ""}`);
    this.status = status;
    this.headers = headers;
    this.problem = problem;
    this.retryAfter = retryAfter;
    this.code = problem.code ?? "";
    this.requestId = requestId;
    this.errors = problem.errors ?? [];
    this.retryable = problem.retryable ?? isTransient(status);
  }
}

export class BadRequestError extends ApiError {
  override name = "BadRequestError";
}
export class AuthenticationError extends ApiError {
  override name = "AuthenticationError";
}
export class PermissionError extends ApiError {
  override name = "PermissionError";
}
export class NotFoundError extends ApiError {
  override name = "NotFoundError";
}
export class ConflictError extends ApiError {
  override name = "ConflictError";
}
export class TooLargeError extends ApiError {
  override name = "TooLargeError";
}
export class UnsupportedMediaTypeError extends ApiError {
  override name = "UnsupportedMediaTypeError";
}
export class UnprocessableError extends ApiError {
  override name = "UnprocessableError";
}
export class RateLimitError extends ApiError {
  override name = "RateLimitError";
}
export class ServerError extends ApiError {
  override name = "ServerError";
}

const CLASSES: Readonly<Record<number, typeof ApiError>> = {
  400: BadRequestError,
  401: AuthenticationError,
  403: PermissionError,
  404: NotFoundError,
  409: ConflictError,
  413: TooLargeError,
  415: UnsupportedMediaTypeError,
  422: UnprocessableError,
  429: RateLimitError,
};

export function toApiError(refusal: Refusal): ApiError {
  const Class = CLASSES[refusal.status] ?? (refusal.status >= 500 ? ServerError : ApiError);
  return new Class(refusal);
}

/** Statuses that say nothing against the request itself. */
export function isTransient(status: number): boolean {
  return status === 408 || status === 429 || status >= 500;
}
