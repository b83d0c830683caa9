import { describe, expect, it } from 'vitest';
import { readCallsFile } from '../../src/app/calls-file.js';
import { historyLine } from '../../src/app/history-line.js';
import type { HistoryEntry } from '../../src/app/history.js';
import { entryOf } from './history-entry.js';
import { refusal } from './refusal.js';

const read = (text: string, assumed = {}): readonly HistoryEntry[] =>
  readCallsFile('smoke.jsonl', Buffer.from(text), () => ({ profiles: new Map() }), assumed);

const line = historyLine(entryOf());

describe('lines', () => {
  it('are calls; empty ones are none', () => {
    expect(read(`${line}\n${line}`).map(historyLine)).toEqual([line, line]);
  });

  it.each([
    ['', 'its first line is no recorded call'],
    ['hello\n', 'its first line is no recorded call'],
    [`${line}{"id":"tor\n${line}`, 'its line 2 is no recorded call'],
  ])('%j: %s', (text, why) => {
    expect(() => read(text)).toThrow(
      refusal('usage', `smoke.jsonl holds no calls that can be read: ${why}`),
    );
  });

  it('that are no text are refused', () => {
    const bytes = Buffer.from([0xff, 0xfe]);
    expect(() => readCallsFile('x', bytes, () => ({ profiles: new Map() }), {})).toThrow(
      refusal('usage', 'no text'),
    );
  });
});

/** One entry, but for what is given. */
const har = (change: object = {}): string =>
  JSON.stringify({
    log: {
      entries: [
        {
          startedDateTime: '2026-01-02T03:04:05.000Z',
          time: 12.34,
          request: {
            method: 'post',
            url: 'https://api.example.com/v1/x?a=1',
            headers: [
              { name: 'Cookie', value: 'session=1' },
              { name: 'Accept-Encoding', value: 'br' },
              { name: 'X-Mine', value: 'kept' },
            ],
            postData: { mimeType: 'application/json', text: '{"a":1}' },
          },
          response: {
            status: 200,
            statusText: 'OK',
            headers: [{ name: 'Content-Type', value: 'application/json' }],
            content: { size: 2, mimeType: 'application/json', text: 'e30=', encoding: 'base64' },
          },
          ...change,
        },
      ],
    },
  });

describe("a browser's HAR", () => {
  it('is calls of the provider that is named', () => {
    const [entry] = read(har(), { provider: 'influencemart' });
    expect(entry).toMatchObject({
      id: 'har1',
      provider: 'influencemart',
      timeMs: Date.UTC(2026, 0, 2, 3, 4, 5),
      isLocal: false,
      origin: 'https://api.example.com',
      request: { method: 'POST', target: '/v1/x?a=1', headers: [['X-Mine', 'kept']], bodyBytes: 7 },
      response: { status: 200, ms: 12.3, bodyBytes: 2 },
    });
    expect(Buffer.from(entry?.response?.body ?? []).toString()).toBe('{}');
  });

  it('has the mode that the answers report, so that what was live stays live', () => {
    const headers = [{ name: 'x-api-mode', value: 'live' }];
    const text = har({ response: { status: 200, headers, content: {} } });
    expect(read(text, { provider: 'vistarkriya' })[0]?.mode).toBe('live');
    expect(read(text, { provider: 'kamiokash' })[0]?.mode).toBeUndefined();
  });

  it('whose owner nothing shows is refused', () => {
    expect(() => read(har())).toThrow(refusal('usage', 'whose API entry 1', '--provider'));
  });

  it('without an answer has none', () => {
    const [entry] = read(har({ response: { status: 0 } }), { provider: 'influencemart' });
    expect(entry?.response).toBeUndefined();
  });
});
