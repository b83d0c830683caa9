import { describe, expect, it } from 'vitest';
import type { BatchProgress } from '../../../src/app/batch/run-batch.js';
import { renderBatchProgress } from '../../../src/cli/render/batch.js';

function progress(calls: number, succeeded: number, elapsedMs: number): BatchProgress {
  return {
    calls,
    succeeded,
    elapsedMs,
    badLines: 0,
    unexpected: calls - succeeded,
    redirects: 0,
    clientErrors: 0,
    serverErrors: 0,
    networkFaults: 0,
    guarded: 0,
    unknown: 0,
    tries: calls,
    exit: 0,
    bytesRead: 0,
  };
}

describe('the progress of a batch', () => {
  it.each<[done: number, failed: number, total: number, columns: number, shown: string]>([
    [50, 1, 200, 77, '[#####---------------] 25%  50 calls, 1 failed, 5/s, 30 s left'],
    [
      250_000,
      12_345,
      1_000_000,
      74,
      '[####-------------] 25%  250,000 calls, 12,345 failed, 25,000/s, 30 s left',
    ],
    [50, 1, 200, 50, '[##------] 25%  50 calls, 1 failed, 5/s, 30 s left'],
    [50, 1, 200, 40, '25%  50 calls, 1 failed, 5/s, 30 s left'],
  ])('%d of which %d failed, of %d, in %d columns', (done, failed, total, columns, shown) => {
    const line = renderBatchProgress(progress(done, done - failed, 10_000), total, 0, columns);
    expect(line).toBe(shown);
    expect(line.length).toBeLessThanOrEqual(columns);
  });

  it('of a pipe has no end that is known', () => {
    const line = renderBatchProgress(progress(50, 49, 10_000), undefined, 0, 77);
    expect(line).toBe('50 calls, 1 failed, 5/s');
  });
});
