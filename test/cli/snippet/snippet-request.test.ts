import { describe, expect, it } from 'vitest';
import {
  fieldsOf,
  hasNewId,
  hasTimestamp,
  messagePieces,
  type MessagePiece,
  type SnippetRequest,
} from '../../../src/cli/snippet/snippet-request.js';
import type { Scheme } from '../../../src/core/provider.js';

const SCHEME: Scheme = {
  parts: ['timestamp', 'method', 'target', 'body'],
  separator: '',
  algorithm: 'sha256',
  encoding: 'hex',
};

function request(changes: Partial<SnippetRequest> = {}): SnippetRequest {
  const body = Uint8Array.of(1);
  return {
    method: 'PUT',
    origin: undefined,
    target: '/x',
    scheme: SCHEME,
    headers: [],
    body,
    ...changes,
  };
}

const text = (value: string): MessagePiece => ({ kind: 'text', text: value });

describe('messagePieces', () => {
  const [timestamp, target, body, email] = (['timestamp', 'target', 'body', 'email'] as const).map(
    (kind): MessagePiece => ({ kind }),
  );

  it.each<[parts: Scheme['parts'], separator: string, size: number, pieces: unknown]>([
    [['timestamp', 'method', 'target', 'body'], '', 1, [timestamp, text('PUT'), target, body]],
    [['timestamp', 'method', 'target', 'body'], '', 0, [timestamp, text('PUT'), target]],
    [['body', 'timestamp'], ':', 1, [body, text(':'), timestamp]],
    [['body', 'timestamp'], ':', 0, [text(':'), timestamp]],
    [['timestamp', 'body'], '.', 0, [timestamp, text('.')]],
    [['timestamp', 'email'], '', 1, [timestamp, email]],
    [['target', 'method', 'body'], '\n', 0, [target, text('\nPUT\n')]],
    [['method', 'method'], '', 0, [text('PUTPUT')]],
    [['body'], '', 0, [text('')]],
    [['body', 'body'], '|', 0, [text('|')]],
  ])('%j with %j and %i bytes', (parts, separator, size, pieces) => {
    const scheme = { ...SCHEME, parts, separator };
    expect(messagePieces(request({ scheme, body: new Uint8Array(size) }))).toEqual(pieces);
  });
});

describe('what a snippet needs', () => {
  it('reads each field once, whether it is sent or signed', () => {
    const scheme: Scheme = { ...SCHEME, parts: ['email', 'timestamp'] };
    const headers: SnippetRequest['headers'] = [
      { name: 'A', value: { kind: 'field', field: 'code' } },
      { name: 'B', value: { kind: 'field', field: 'apiKey' } },
      { name: 'C', value: { kind: 'field', field: 'code' } },
    ];
    expect(fieldsOf(request({ headers }))).toEqual(['code', 'apiKey']);
    expect(fieldsOf(request({ headers, scheme }))).toEqual(['code', 'apiKey', 'email']);
  });

  it('takes the time where it is signed or sent', () => {
    const scheme: Scheme = { ...SCHEME, parts: ['body'] };
    const headers: SnippetRequest['headers'] = [{ name: 'T', value: { kind: 'timestamp' } }];
    expect(hasTimestamp(request())).toBe(true);
    expect(hasTimestamp(request({ scheme }))).toBe(false);
    expect(hasTimestamp(request({ scheme, headers }))).toBe(true);
  });

  it('makes an id where a header asks for one', () => {
    expect(hasNewId(request())).toBe(false);
    expect(hasNewId(request({ headers: [{ name: 'I', value: { kind: 'new-id' } }] }))).toBe(true);
  });
});
