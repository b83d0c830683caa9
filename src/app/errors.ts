import type { ErrorCode } from '../core/error.js';

/** Exit statuses. Scripts rely on them: a number never changes its meaning. */
export const EXIT = {
  done: 0,
  no: 1,
  usage: 2,
  network: 3,
  clientError: 4,
  serverError: 5,
  guard: 6,
  internal: 70,
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

const EXIT_BY_CODE: Readonly<Partial<Record<ErrorCode, ExitCode>>> = {
  network: EXIT.network,
  timeout: EXIT.network,
  'live-guard': EXIT.guard,
  'other-origin': EXIT.guard,
  exposed: EXIT.guard,
  'plain-http': EXIT.guard,
  'unsafe-file': EXIT.guard,
  cancelled: EXIT.interrupted,
  internal: EXIT.internal,
};

/** The exit status for an error; whatever is not listed is a matter of usage or configuration. */
export function exitCodeOf(code: ErrorCode): ExitCode {
  return EXIT_BY_CODE[code] ?? EXIT.usage;
}

/** The exit status for an HTTP answer. A redirect was not followed, so nothing was done. */
export function exitCodeOfStatus(status: number): ExitCode {
  if (status >= 500) {
    return EXIT.serverError;
  }
  if (status >= 400) {
    return EXIT.clientError;
  }
  return status >= 300 ? EXIT.no : EXIT.done;
}
