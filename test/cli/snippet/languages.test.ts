import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findLanguage, LANGUAGES, renderSnippet } from '../../../src/cli/snippet/languages.js';
import type { SnippetRequest } from '../../../src/cli/snippet/snippet-request.js';
import type { Provider } from '../../../src/core/provider.js';
import { providers } from '../../../src/providers/registry.js';

const folder = new URL('../../../src/cli/snippet/', import.meta.url);

function to(target: string): SnippetRequest {
  return {
    method: 'GET',
    origin: 'https://api.example',
    target,
    scheme: { parts: ['target'], separator: '', algorithm: 'sha256', encoding: 'hex' },
    headers: [{ name: 'X-Signature', value: { kind: 'signature' } }],
    body: new Uint8Array(),
  };
}

describe('the templates', () => {
  it('name no provider and none of its headers', () => {
    const words = providers.flatMap((provider: Provider) => [
      provider.id,
      provider.name,
      ...provider.headers.auth.map(({ name }) => name),
    ]);
    const texts = readdirSync(folder).map((name) => readFileSync(new URL(name, folder), 'utf8'));
    expect(texts.length).toBeGreaterThan(LANGUAGES.length);
    const found = words.filter((word) => texts.some((text) => text.includes(word)));
    expect(found).toEqual([]);
  });

  it.each(LANGUAGES)('$id: a fifth provider, in printable text', ({ render, run }) => {
    const text = render(to("/a'b?c=$d"), run);
    expect(text).toMatch(/^[\n\t -~]+\n$/);
    expect(text).toContain('VK_API_SECRET');
    expect(text).toContain('X-Signature');
    expect(text).toContain(run);
    expect(text).toContain('https://api.example');
    expect(text).not.toMatch(/undefined|\[object|VK_API_KEY/);
  });
});

describe('renderSnippet', () => {
  it.each([
    ['java', '/a?b=c|d', '|', '%7C'],
    ['java', '/a[b', '[', '%5B'],
    ['java', '/a?b="', '"', '%22'],
    ['java', '/a%2', '%', '%25'],
    ['csharp', '/a?b=[1]', '[', '%5B'],
    ['csharp', '/%41', '%41', 'A'],
    ['csharp', '/a%7Eb', '%7E', '~'],
  ])('%s does not send %s: write %s as %s', (id, target, what, instead) => {
    expect(() => renderSnippet(findLanguage(id), to(target))).toThrow(
      expect.objectContaining({
        code: 'bad-path',
        remedy: `Write ${what} as ${instead}, or choose another language.`,
      }),
    );
  });

  it('leaves an empty query to other languages than java', () => {
    expect(() => renderSnippet(findLanguage('java'), to('/a?'))).toThrow(
      expect.objectContaining({
        remedy: 'Leave the ? at the end out, or choose another language.',
      }),
    );
  });

  it.each([
    ['java', "/a%2Fb%41?c=[1]&d=?e/'()!*"],
    ['csharp', "/a%2Fb%20?c=1&d=?e/'()!*"],
    ['go', '/a|b%zz?c="'],
  ])('%s sends %s', (id, target) => {
    expect(renderSnippet(findLanguage(id), to(target))).toContain('signature');
  });
});

describe('findLanguage', () => {
  it('names the languages', () => {
    expect(() => findLanguage('cobol')).toThrow(
      expect.objectContaining({ code: 'usage', remedy: expect.stringContaining('bash, php') }),
    );
  });
});
