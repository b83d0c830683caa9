/**
 * What went wrong, in one word. `app/errors.ts` maps each code to an exit status.
 */
export type ErrorCode =
  | 'usage'
  | 'bad-path'
  | 'bad-url'
  | 'bad-header'
  | 'bad-body'
  | 'bad-timestamp'
  | 'bad-credential'
  | 'missing-credential'
  | 'missing-base-url'
  | 'missing-value'
  | 'method-not-allowed'
  | 'unknown-provider'
  | 'unknown-profile'
  | 'profile-exists'
  | 'profile-file'
  | 'secret-store'
  | 'project-file'
  | 'state-file'
  | 'file'
  | 'query'
  | 'network'
  | 'timeout'
  | 'cancelled'
  | 'live-guard'
  | 'other-origin'
  | 'exposed'
  | 'plain-http'
  | 'unsafe-file'
  | 'internal';

/**
 * The only error that a user is meant to see: what happened, which value, and what to do about it.
 * Never put a secret into `message` or `remedy`.
 */
export class VkError extends Error {
  override readonly name = 'VkError';
  readonly code: ErrorCode;
  /** One or more sentences that tell the reader what to do next. */
  readonly remedy: string;

  constructor(code: ErrorCode, message: string, remedy: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.remedy = remedy;
  }
}

/** The name of a system error: `ENOENT`; empty where it has none. */
export function errnoOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
