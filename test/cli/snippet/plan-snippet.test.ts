import { describe, expect, it } from 'vitest';
import { missingOptions, planRequest, type RequestOptions } from '../../../src/app/request.js';
import { planSnippet } from '../../../src/cli/snippet/plan-snippet.js';
import type { SnippetRequest } from '../../../src/cli/snippet/snippet-request.js';
import { parseBaseUrl } from '../../../src/core/base-url.js';
import { findProvider, type ProviderId } from '../../../src/providers/registry.js';

interface Words {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: readonly (readonly [string, string])[];
  readonly data?: Uint8Array;
  readonly options?: RequestOptions;
  readonly dialect?: string;
}

function plan(id: ProviderId, words: Words = {}): SnippetRequest {
  const provider = findProvider(id);
  const base = provider.baseUrl === undefined ? undefined : parseBaseUrl(provider.baseUrl);
  const request = planRequest(provider, base, provider.basePath, {
    method: words.method ?? 'POST',
    path: words.path ?? '/x',
    query: [],
    headers: words.headers ?? [],
    members: [],
    data: words.data,
    options: words.options ?? {},
    overrideHeaders: false,
  });
  const missing = missingOptions(provider, provider.basePath, request);
  return planSnippet({ provider, base, dialect: words.dialect }, request, missing);
}

/** `Name: text`, or `Name <kind>` and `Name <field>` for what is known only at run time. */
function shown({ headers }: SnippetRequest): string[] {
  return headers.map(({ name, value }) => {
    if (value.kind === 'text') {
      return `${name}: ${value.text}`;
    }
    return `${name} <${value.kind === 'field' ? value.field : value.kind}>`;
  });
}

const KEY = ['X-API-Key <apiKey>', 'X-Timestamp <timestamp>', 'X-Signature <signature>'];
const JSON_TYPE = 'Content-Type: application/json';
const BODY = Uint8Array.of(0x7b, 0x7d);

describe('planSnippet', () => {
  it.each<[name: string, id: ProviderId, words: Words, headers: readonly string[]]>([
    ['all of vistarkriya', 'vistarkriya', {}, [...KEY, 'X-Tenant-Code <code>', JSON_TYPE]],
    [
      'the other name of its code header',
      'vistarkriya',
      { dialect: 'admin' },
      [...KEY, 'X-Admin-Code <code>', JSON_TYPE],
    ],
    ['kamiokash without a body', 'kamiokash', {}, KEY],
    ['kamiokash with a body', 'kamiokash', { data: BODY }, [...KEY, JSON_TYPE]],
    [
      'payinout',
      'payinout',
      {},
      [
        'X-App-Token <apiKey>',
        'X-App-Access-Ts <timestamp>',
        'X-App-Access-Sig <signature>',
        JSON_TYPE,
        'Accept: application/json, text/plain',
      ],
    ],
    [
      'an id where the path needs one',
      'influencemart',
      { path: '/v1/webhooks/order' },
      [...KEY, 'X-External-Event-Id <new-id>'],
    ],
    [
      'the id that was given',
      'influencemart',
      { path: '/v1/webhooks/order', options: { externalEventId: 'e1', requestId: 'r1' } },
      [...KEY, 'X-Request-ID: r1', 'X-External-Event-Id: e1'],
    ],
    [
      "the user's header in the place of ours",
      'kamiokash',
      { data: BODY, headers: [['content-TYPE', 'text/plain']] },
      [...KEY, 'content-TYPE: text/plain'],
    ],
    [
      'a repeated header as a list',
      'kamiokash',
      {
        headers: [
          ['X-A', '1'],
          ['X-B', '2'],
          ['x-a', '3'],
        ],
      },
      [...KEY, 'X-A: 1, 3', 'X-B: 2'],
    ],
  ])('%s', (_name, id, words, headers) => {
    expect(shown(plan(id, words))).toEqual(headers);
  });

  it('keeps the target, the body and the origin', () => {
    const words = { method: 'put', path: '/a%20b?q=ü', data: BODY };
    expect(plan('vistarkriya', words)).toMatchObject({
      method: 'PUT',
      origin: 'https://vistarkriya.com',
      target: '/api/v1/a%20b?q=%C3%BC',
      body: BODY,
    });
    expect(plan('payinout').origin).toBeUndefined();
  });
});
