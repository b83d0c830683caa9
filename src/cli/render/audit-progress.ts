import type { AuditProgress } from '../../app/webhook-audit.js';
import { count } from './text.js';

const BAR = 20;

/** How far an audit is: a bar and the time left where the size is known, and the rate. */
export function renderAuditProgress({ bytes, size, deliveries, elapsedMs }: AuditProgress): string {
  const rate = Math.round(deliveries / Math.max(elapsedMs / 1000, 0.001));
  const done = `${count(deliveries, 'line')}, ${count(rate, 'line')} a second`;
  if (size === undefined || size === 0) {
    return done;
  }
  const share = Math.min(bytes / size, 1);
  const filled = Math.floor(share * BAR);
  const leftMs = share === 0 ? 0 : (elapsedMs / share) * (1 - share);
  const bar = `${'#'.repeat(filled)}${'-'.repeat(BAR - filled)}`;
  return `[${bar}] ${Math.floor(share * 100)}%  ${done}, ${timeLeft(leftMs)} left`;
}

/** `12 s`, `3 min 20 s`. */
function timeLeft(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
