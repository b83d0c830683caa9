import { execFileSync } from 'node:child_process';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WireRequest } from '../../../src/app/ports.js';
import { renderCurl, shellQuote } from '../../../src/cli/render/curl.js';
import { parseBaseUrl } from '../../../src/core/base-url.js';

/** What a shell hands over for each word, by running it. A NUL ends a word, for none can hold one. */
function shellWords(shell: string, script: string): Buffer[] {
  const output = execFileSync(shell, ['-c', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  const words: Buffer[] = [];
  for (let start = 0; start < output.length;) {
    const end = output.indexOf(0, start);
    words.push(output.subarray(start, end));
    start = end + 1;
  }
  return words;
}

/** The arguments that curl would get. */
function curlArguments(shell: string, change: Partial<WireRequest>): Buffer[] {
  return shellWords(shell, `curl() { printf '%s\\0' "$@"; }\n${command(change)}`);
}

/** The body that curl would send, from its arguments or its standard input. */
function curlBody(shell: string, change: Partial<WireRequest>): Buffer {
  const script = `curl() {
    while [ $# -gt 1 ]; do
      case $1 in
        --data-raw) printf %s "$2" ;;
        --data-binary) [ "$2" = @- ] && cat ;;
      esac
      shift
    done
  }
  ${command(change)}`;
  // By standard input: a command may be longer than an argument can be.
  return execFileSync(shell, ['-s'], { input: script, maxBuffer: 1e7 });
}

function command(change: Partial<WireRequest>): string {
  const text = renderCurl({
    base: parseBaseUrl('https://api.example.com/v1'),
    method: 'POST',
    target: Buffer.from('/v1/x'),
    headers: [],
    body: new Uint8Array(),
    timeoutMs: 0,
    ...change,
  });
  expect(text.endsWith('\n')).toBe(true);
  return text;
}

const SHELLS = ['bash', 'sh'];

// No argument of a program can hold a NUL.
const text = fc
  .string({
    unit: fc.oneof(
      fc.constantFrom("'", '"', '\\', '$', '`', '!', '\n', ' ', '*', '~', '#'),
      fc.string({ minLength: 1, maxLength: 1, unit: 'binary' }),
    ),
  })
  .map((value) => value.replaceAll('\0', ''));

describe('shellQuote', () => {
  it.each(SHELLS)('gives any text back in %s', (shell) => {
    fc.assert(
      fc.property(fc.array(text, { minLength: 40, maxLength: 60 }), (texts) => {
        const found = shellWords(shell, `printf '%s\\0' ${texts.map(shellQuote).join(' ')}`);
        expect(found.map(String)).toEqual(texts.map((each) => Buffer.from(each).toString()));
      }),
      { numRuns: 5 },
    );
  });

  it.each([
    ['plain', 'plain'],
    ['a/b?', "'a/b?'"],
    ['', "''"],
    ["it's", "'it'\\''s'"],
    ['a\n', "'a\n'"],
    ['-x', '-x'],
    ['~', "'~'"],
    ['é', "'é'"],
  ])('%j is written as %s', (word, quoted) => {
    expect(shellQuote(word)).toBe(quoted);
  });
});

describe('renderCurl', () => {
  it.each(SHELLS)('is the request, argument by argument, in %s', (shell) => {
    const args = curlArguments(shell, {
      method: 'PUT',
      target: Buffer.from("/v1/a/../b?x=$(id)&y='z'"),
      headers: [
        ['X-API-Key', 'k'],
        ['X-Odd', `a "b" $HOME \`id\` 'c' \\ !`],
      ],
      body: Buffer.from('{"a": "it\'s"}\n'),
    });
    expect(args.map(String)).toEqual([
      '--path-as-is',
      '--globoff',
      '--request',
      'PUT',
      "https://api.example.com/v1/a/../b?x=$(id)&y='z'",
      '--header',
      'X-API-Key: k',
      '--header',
      `X-Odd: a "b" $HOME \`id\` 'c' \\ !`,
      '--data-raw',
      '{"a": "it\'s"}\n',
    ]);
  });

  it('has no body where there is none', () => {
    expect(curlArguments('bash', {}).join(' ')).not.toContain('--data');
  });

  it('is --head for HEAD, or curl would wait for a body', () => {
    const args = curlArguments('bash', { method: 'HEAD' }).map(String);
    expect(args.slice(0, 3)).toEqual(['--path-as-is', '--globoff', '--head']);
    expect(args).not.toContain('--request');
  });

  it('has a semicolon for an empty header, or curl would leave it out', () => {
    const headers = [['X-Empty', '']] as const;
    expect(curlArguments('bash', { headers }).map(String).slice(-2)).toEqual([
      '--header',
      'X-Empty;',
    ]);
  });

  it.each<[what: string, body: Buffer]>([
    ['bytes that are no text', Buffer.from([0xff, 0xfe, 0x41, 0x80])],
    ['control characters', Buffer.from('\u0001a\r\n\u007f\u001b[0m')],
    ['a quote and a backslash beside them', Buffer.from("\u0001'\\x41\\")],
    ['hex digits after a byte', Buffer.from([0xff, 0x61, 0x62, 0x31])],
    ['what looks like a file', Buffer.from('@/etc/passwd')],
    ['every byte', Buffer.from(Array.from({ length: 256 }, (_, index) => index))],
    ['NUL', Buffer.from('a\0b')],
    ['a byte order mark', Buffer.from('\ufeff{}')],
    ['quotes', Buffer.from(`'"'\\'$(id)\`id\`!!`)],
    ['only newlines', Buffer.from('\n\n')],
    ['100 KB', Buffer.alloc(100_000, "it's ")],
    ['200 KB', Buffer.alloc(200_000, "it's ")],
    ['200 KB of no text', Buffer.alloc(200_000, '\0\u0001é')],
  ])('gives %s to curl byte for byte', (_what, body) => {
    expect(curlBody('bash', { body }).equals(body)).toBe(true);
  });

  it('gives any body to curl byte for byte', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1 }), (body) => {
        expect(curlBody('bash', { body }).equals(body)).toBe(true);
      }),
      { numRuns: 25 },
    );
  });
});
