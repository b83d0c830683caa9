import { describe, expect, it } from 'vitest';
import { renderCall, renderCalls } from '../../../src/cli/render/history.js';
import { plain } from '../../../src/cli/render/palette.js';
import { entryOf } from '../../app/history-entry.js';

const NOW_MS = Date.UTC(2026, 0, 2, 4, 0, 0);
const LONG = `/api/v1/${'a'.repeat(60)}`;

const entries = [
  entryOf({
    mode: 'sandbox',
    request: { method: 'POST', target: LONG, headers: [], bodyBytes: 0 },
  }),
  entryOf({ isLocal: true, status: 404, timeMs: Date.UTC(2025, 0, 2) }),
  entryOf({ error: { code: 'live-guard', message: 'a sandbox is expected' } }),
];

describe('a list', () => {
  it('cuts the path for a terminal', () => {
    const text = renderCalls(entries, 80, NOW_MS, plain);
    const lines = text.trimEnd().split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(lines[1]).toMatch(
      /^bcdfghjkmn {2}01-02 03:04:05 {2}POST {4}\/a{10,}… {2}200 +sandbox {2}12$/,
    );
    expect(lines[2]).toMatch(
      /^bcdfghjkmn {2}2025-01-02 {6}GET +\/wallet\/balance +404 +local +12$/,
    );
    expect(lines[3]).toMatch(/live-guard {2}- +-$/);
  });

  it('is whole on a pipe', () => {
    expect(renderCalls(entries, undefined, NOW_MS, plain)).toContain(LONG.slice(7));
  });

  it('shows nothing that steers a terminal', () => {
    const request = { method: 'GET', target: '/\u001b[2J', headers: [], bodyBytes: 0 };
    expect(renderCalls([entryOf({ request, mode: '\u009b' })], 80, NOW_MS, plain)).not.toMatch(
      // eslint-disable-next-line no-control-regex -- control characters are what is looked for
      /[\u001b\u009b]/,
    );
  });
});

describe('one call', () => {
  it('says which bodies were not kept', () => {
    const text = renderCall(
      entryOf({
        mode: 'live',
        request: { method: 'POST', target: '/x', headers: [['A', 'b']], bodyBytes: 1200 },
      }),
      plain,
    );
    expect(text).toContain(
      'left out  API key, code and email; the body of the request (a live call)',
    );
    expect(text).toContain('POST /x\nA: b\n\n(1,200 bytes, not kept)\n');
  });

  it('says why there is no answer', () => {
    const text = renderCall(entryOf({ error: { code: 'network', message: 'refused' } }), plain);
    expect(text).toMatch(/\n\nnetwork {2}refused\n$/);
  });
});
