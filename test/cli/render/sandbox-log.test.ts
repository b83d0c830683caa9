import { describe, expect, it } from 'vitest';
import type { AnswerEntry, SignatureReport } from '../../../src/app/sandbox-log.js';
import { plain } from '../../../src/cli/render/palette.js';
import { entryJson, renderEntry } from '../../../src/cli/render/sandbox-log.js';
import {
  openSummary,
  renderSummary,
  summaryJson,
} from '../../../src/cli/render/sandbox-summary.js';
import { utf8 } from '../../../src/core/bytes.js';

const report: SignatureReport = {
  verdict: 'explained',
  causes: [
    {
      axis: 'target',
      id: 'base-path-missing',
      title: 'the path was signed without its base path',
      documented: utf8('/api/v1/x'),
      signed: utf8('/x'),
      remedy: { any: 'Sign the full path, base path included.' },
      alternatives: [],
    },
  ],
  expected: utf8('1GET/api/v1/x'),
  signed: utf8('1GET/x'),
};

const entry: AnswerEntry = {
  event: 'answer',
  request: 3,
  timeMs: Date.UTC(2026, 0, 2, 3, 4, 5),
  provider: 'vistarkriya',
  method: 'GET',
  target: '/api/v1/x',
  status: 401,
  refusal: 'signature',
  code: 'HMAC_INVALID',
  ms: 7.5,
  hint: 'target/base-path-missing: the path was signed without its base path',
  report,
};
const { report: _report, ...waiting } = { ...entry, hint: 'the search goes on' };
const accepted: AnswerEntry = {
  event: 'answer',
  request: 1,
  timeMs: entry.timeMs,
  provider: 'kamiokash',
  method: 'GET',
  target: '/a\u001b[2J',
  status: 200,
  ms: 0.4,
};

describe('a line of the log', () => {
  it('shows what was expected and what was signed below a refusal', () => {
    expect(renderEntry(entry, false, plain).split('\n')).toEqual([
      '03:04:05  #3  401  GET /api/v1/x  HMAC_INVALID  signature  7.5 ms',
      '   target/base-path-missing: the path was signed without its base path',
      '   expected    1GET/api/v1/x',
      '   signed      1GET/x',
      expect.stringContaining('^ 61 70 69 2f → 78'),
      '   Sign the full path, base path included.',
      '',
    ]);
  });

  it('says which provider, where there are several, and writes control characters out', () => {
    expect(renderEntry(accepted, true, plain)).toBe(
      '03:04:05  #1  200  GET /a\\u001b[2J  kamiokash  0.4 ms\n',
    );
  });

  it('says which faults struck', () => {
    const faults = [{ kind: 'latency', ms: 213 }, { kind: 'drop' }] as const;
    expect(renderEntry({ ...accepted, faults }, false, plain)).toBe(
      '03:04:05  #1  200  GET /a\\u001b[2J  fault latency 213 ms, drop  0.4 ms\n',
    );
    expect(JSON.parse(entryJson({ ...accepted, faults }))).toMatchObject({ faults });
  });

  it('says that a search goes on, and later what it found', () => {
    expect(lineOf(renderEntry(waiting, false, plain), 1)).toBe('   the search goes on');
    const { request, timeMs, provider } = entry;
    const found = { event: 'diagnosis', request, timeMs, provider, report } as const;
    const text = renderEntry(found, false, plain);
    expect(lineOf(text, 0)).toBe('03:04:05  #3  what the search found');
    expect(lineOf(text, 2)).toBe('   expected    1GET/api/v1/x');
    expect(JSON.parse(entryJson(found))).toMatchObject({ event: 'diagnosis', request: 3 });
  });

  it('says what the strings do not show, and when nothing was found', () => {
    const secret: SignatureReport = {
      ...report,
      signed: report.expected,
      causes: [
        {
          axis: 'secret',
          id: 'other-profile',
          title: 'another secret was used',
          documented: 'the API secret as it is stored',
          signed: 'the secret of x',
          remedy: { any: 'Sign with the secret that belongs to this API key.' },
          alternatives: [],
        },
      ],
    };
    expect(renderEntry({ ...entry, report: secret }, false, plain)).toContain(
      '   documented  the API secret as it is stored\n   signed      the secret of x\n',
    );
    const nothing = { verdict: 'unexplained', causes: [], expected: utf8('x') } as const;
    expect(renderEntry({ ...entry, report: nothing }, false, plain)).toContain('no cause found');
  });

  it('is one JSON object', () => {
    const line = entryJson(entry);
    expect(line.match(/\n/g)).toHaveLength(1);
    expect(JSON.parse(line)).toEqual({
      event: 'answer',
      time: '2026-01-02T03:04:05.000Z',
      request: 3,
      provider: 'vistarkriya',
      method: 'GET',
      target: '/api/v1/x',
      status: 401,
      code: 'HMAC_INVALID',
      refusal: 'signature',
      ms: 7.5,
      hint: 'target/base-path-missing: the path was signed without its base path',
      faults: [],
      verdict: 'explained',
      causes: [
        {
          axis: 'target',
          id: 'base-path-missing',
          title: 'the path was signed without its base path',
          detail: null,
          remedy: 'Sign the full path, base path included.',
        },
      ],
    });
    expect(JSON.parse(entryJson(accepted))).toMatchObject({
      code: null,
      refusal: null,
      hint: null,
      faults: [],
    });
  });
});

describe('a webhook', () => {
  const { timeMs } = entry;
  const sent = {
    event: 'webhook',
    request: 3,
    timeMs,
    provider: 'kamiokash',
    name: 'member.new',
  } as const;

  it.each([
    [{ ...sent, status: 204, ms: 1.5 }, '03:04:05  #3  204  webhook member.new  1.5 ms\n'],
    [{ ...sent, status: 500, ms: 2 }, '03:04:05  #3  500  webhook member.new  2 ms\n'],
    [
      { ...sent, fault: 'cannot connect to 127.0.0.1:1' },
      '03:04:05  #3  ---  webhook member.new\n   cannot connect to 127.0.0.1:1\n',
    ],
  ])('is one line, and a reason where it did not arrive', (webhook, text) => {
    expect(renderEntry(webhook, false, plain)).toBe(text);
  });

  it('names its provider where there are several', () => {
    expect(renderEntry({ ...sent, status: 200, ms: 1 }, true, plain)).toContain('  kamiokash  ');
  });

  it('is one JSON object', () => {
    expect(JSON.parse(entryJson({ ...sent, status: 204, ms: 1.5 }))).toEqual({
      event: 'webhook',
      time: '2026-01-02T03:04:05.000Z',
      request: 3,
      provider: 'kamiokash',
      name: 'member.new',
      status: 204,
      fault: null,
      ms: 1.5,
    });
  });

  it('is counted by whether it was taken', () => {
    const counter = openSummary();
    for (const status of [200, 204, 302, 401]) {
      counter.add({ ...sent, status, ms: 1 });
    }
    counter.add({ ...sent, fault: 'it could not be sent' });
    expect(renderSummary(counter.summary())).toBe('0 requests\n5 webhooks sent, 3 not taken\n');
    expect(JSON.parse(summaryJson(counter.summary()))).toMatchObject({
      requests: 0,
      webhooks: { sent: 5, failed: 3 },
    });
  });
});

describe('the summary', () => {
  it('counts requests by status and provider, and signatures', () => {
    const counter = openSummary();
    for (const each of [accepted, entry, waiting]) {
      counter.add(each);
    }
    const { request, timeMs, provider } = entry;
    counter.add({ event: 'diagnosis', request, timeMs, provider, report });
    expect(renderSummary(counter.summary())).toBe(
      '3 requests: 1 x 200, 2 x 401, kamiokash 1, vistarkriya 2\n2 signatures refused, 2 explained\n',
    );
    expect(JSON.parse(summaryJson(counter.summary()))).toEqual({
      event: 'summary',
      requests: 3,
      byStatus: { 200: 1, 401: 2 },
      byProvider: { kamiokash: 1, vistarkriya: 2 },
      faults: {},
      signatures: { refused: 2, explained: 2 },
      webhooks: { sent: 0, failed: 0 },
    });
  });

  it('counts faults by kind, where there were any', () => {
    const counter = openSummary();
    counter.add({ ...accepted, faults: [{ kind: 'latency', ms: 5 }, { kind: 'drop' }] });
    counter.add({ ...accepted, faults: [{ kind: 'latency', ms: 7 }] });
    expect(renderSummary(counter.summary())).toBe(
      '2 requests: 2 x 200\nfaults: 2 x latency, 1 x drop\n',
    );
    expect(JSON.parse(summaryJson(counter.summary()))).toMatchObject({
      faults: { latency: 2, drop: 1 },
    });
  });

  it('is short where nothing happened', () => {
    expect(renderSummary(openSummary().summary())).toBe('0 requests\n');
  });
});

function lineOf(text: string, index: number): string {
  return text.split('\n')[index] ?? '';
}
