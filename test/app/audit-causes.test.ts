import { describe, expect, it } from 'vitest';
import { findCauses } from '../../src/app/audit-causes.js';
import type { WebhookSettings } from '../../src/app/webhook-settings.js';
import type { FailedSample } from '../../src/core/audit/task.js';
import { Secret } from '../../src/core/credential.js';
import { kamiokash } from '../../src/providers/kamiokash.js';
import { RECEIVED, SECRET, sign } from '../core/audit/lines.js';

const settings: WebhookSettings = {
  provider: kamiokash,
  definition: kamiokash.webhook,
  secrets: [{ name: 'environment VK_WEBHOOK_SECRET', secret: Secret.of(SECRET) }],
};

function sample(line: number, body: string, signature: string): FailedSample {
  const bytes = Buffer.from(body);
  return { line, reason: 'mismatch', body: bytes, signature, timestamp: RECEIVED };
}

/** What was signed, and what was logged of it, for each of a few lines. */
function samples(
  first: number,
  count: number,
  logged: (signed: string) => string,
  secret = SECRET,
): FailedSample[] {
  return Array.from({ length: count }, (_, index) => {
    const signed = JSON.stringify({
      event: 'member.new',
      data: { id: first + index, name: 'Asha' },
    });
    return sample(first + index, logged(signed), sign(signed, RECEIVED, secret));
  });
}

const indented = (signed: string): string => JSON.stringify(JSON.parse(signed), null, 2);

async function find(
  given: readonly FailedSample[],
  timeLimitMs = 60_000,
  /** How far the clock goes at each look. */
  tickMs: (calls: number) => number = () => 0.001,
): Promise<ReturnType<typeof findCauses> extends Promise<infer T> ? T : never> {
  let nowMs = 0;
  let calls = 0;
  const others = [{ name: 'the secret of profile staging', secret: Secret.of('staging') }];
  return await findCauses(given, settings, others, timeLimitMs, {
    nowMs: () => {
      calls += 1;
      nowMs += tickMs(calls);
      return nowMs;
    },
    pause: async () => await Promise.resolve(),
    isInterrupted: () => false,
  });
}

describe('the causes of failed lines', () => {
  it('are each told once, with how many lines they explain', async () => {
    const report = await find([
      ...samples(1, 3, (signed) => `${signed}\n`),
      ...samples(10, 40, indented),
      ...samples(60, 2, (signed) => signed, 'staging'),
      sample(70, '{}', '0'.repeat(64)),
    ]);
    expect(
      report.groups.map(({ causes, lines, firstLine }) => [
        causes.map(({ axis }) => axis).join(),
        lines,
        firstLine,
      ]),
    ).toEqual([
      ['body', 40, 10],
      ['body', 3, 1],
      ['secret', 2, 60],
    ]);
    expect(report).toMatchObject({
      examined: 46,
      stopped: 'done',
      unexplained: { lines: 1, firstLine: 70 },
    });
  });

  it('are searched in full for some lines only; what is known is tried on all', async () => {
    const unknown = Array.from({ length: 25 }, (_, index) =>
      sample(100 + index, `"${index}"`, '0'.repeat(64)),
    );
    const report = await find(
      [...samples(1, 1, indented), ...unknown, ...samples(200, 5, indented)],
      600_000,
      (calls) => (calls < 1500 ? 1 : 100),
    );
    expect(report.groups.map(({ lines }) => lines)).toEqual([6]);
    expect(report.unexplained).toEqual({ lines: 19, firstLine: 100 });
    expect(report.examined).toBe(25);
  });

  it('are as many as there is time for', async () => {
    const report = await find(samples(1, 50, indented), 400, () => 10);
    expect(report.stopped).toBe('time-limit');
    expect(report.examined).toBeLessThan(50);
  });
});
