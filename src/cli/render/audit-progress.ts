import type { AuditProgress } from '../../app/webhook-audit.js';
import { progressBar, timeLeft } from './progress.js';
import { count } from './text.js';

/** How far an audit is: a bar and the time left where the size is known, and the rate. */
export function renderAuditProgress({ bytes, size, deliveries, elapsedMs }: AuditProgress): string {
  const rate = Math.round(deliveries / Math.max(elapsedMs / 1000, 0.001));
  const done = `${count(deliveries, 'line')}, ${count(rate, 'line')} a second`;
  if (size === undefined || size === 0) {
    return done;
  }
  const share = bytes / size;
  return `${progressBar(share)}  ${done}, ${timeLeft(share, elapsedMs)} left`;
}
