/** `fail`: something does not work. `warn`: it works, and may surprise. `skipped`: `detail` says why. */
export type CheckStatus = 'ok' | 'warn' | 'fail' | 'skipped';

/** One thing that was looked at, in words that are safe to print. */
export interface Check {
  /** Stable, and in a report only once: scripts read it. */
  readonly id: string;
  readonly status: CheckStatus;
  /** One or two words. */
  readonly title: string;
  /** What was found, without a full stop. */
  readonly detail: string;
  /** One or more sentences that tell the reader what to do; absent where there is nothing to do. */
  readonly remedy?: string;
}

/** Checks of one kind, which are shown together. */
export interface CheckSection {
  readonly title: string;
  readonly checks: readonly Check[];
}

/** A check's identity, on which its outcome is put. */
export interface Subject {
  readonly id: string;
  readonly title: string;
}

export function ok(subject: Subject, detail: string): Check {
  return { ...subject, status: 'ok', detail };
}

export function warn(subject: Subject, detail: string, remedy: string): Check {
  return { ...subject, status: 'warn', detail, remedy };
}

export function fail(subject: Subject, detail: string, remedy: string): Check {
  return { ...subject, status: 'fail', detail, remedy };
}

export function skipped(subject: Subject, detail: string): Check {
  return { ...subject, status: 'skipped', detail };
}

export function isFailed(checks: readonly Check[]): boolean {
  return checks.some(({ status }) => status === 'fail');
}
