import { execFileSync } from 'node:child_process';
import { createHmac, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { opensslLines } from '../../../src/cli/render/openssl.js';
import type { DigestAlgorithm, Scheme, SignatureEncoding } from '../../../src/core/provider.js';
import { isInstalled } from '../../e2e/vk.js';

const SHELLS = await Promise.all(
  ['bash', 'zsh'].map(async (shell) => [shell, await isInstalled(shell, '-c', 'true')] as const),
);

function runLines(shell: string, lines: string, secret: string): string {
  const env = { PATH: process.env['PATH'], VK_API_SECRET: secret };
  return execFileSync(shell, ['-c', lines], {
    env,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  }).trim();
}

describe.each(SHELLS)('in %s', (shell, hasShell) => {
  it.skipIf(!hasShell).each<[name: string, secret: string]>([
    ['plain', 'vk-sandbox-demo-secret'],
    ['one byte', 'x'],
    ['percent signs and backslashes', '%s%%\\x41\\\\\\n-y'],
    ['quotes and expansions', `'"$HOME\`id\`!*?[a]~`],
    ['white space around it', ' \ta b\n\n'],
    ['letters of several bytes', 'éनेपाल😀'],
    ['63 bytes', 'k'.repeat(63)],
    ['a block', 'k'.repeat(64)],
    ['more than a block', 'k'.repeat(65)],
    ['much more than a block', `é${'\u0001k'.repeat(500)}`],
  ])('a secret: %s', (_name, secret) => {
    const scheme: Scheme = { ...SCHEME, algorithm: 'sha256', encoding: 'hex' };
    const message = Buffer.from('1739612345POST/api/v1/verify/pan{"a":"it\'s"}');
    expect(runLines(shell, opensslLines(scheme, message), secret)).toBe(
      createHmac('sha256', secret).update(message).digest('hex'),
    );
  });

  it.skipIf(!hasShell).each<[algorithm: DigestAlgorithm, encoding: SignatureEncoding]>([
    ['sha1', 'hex'],
    ['sha256', 'base64'],
    ['sha256', 'base64url'],
    ['sha384', 'hex'],
    ['sha512', 'base64'],
    ['sha512', 'base64url'],
  ])('%s in %s', (algorithm, encoding) => {
    const message = Buffer.from('message');
    const lines = opensslLines({ ...SCHEME, algorithm, encoding }, message);
    for (const secret of ['short', 'k'.repeat(100), 'k'.repeat(128), 'k'.repeat(129)]) {
      expect(runLines(shell, lines, secret)).toBe(
        createHmac(algorithm, secret).update(message).digest(encoding),
      );
    }
  });

  it.skipIf(!hasShell).each<[name: string, message: Uint8Array]>([
    ['empty', new Uint8Array()],
    ['a dash in front', Buffer.from('-n %s\\n')],
    ['lines', Buffer.from('a\r\n\tb\n\n')],
    ['all bytes', Uint8Array.from({ length: 256 }, (_, index) => index)],
    ['50 kB', randomBytes(50_000)],
  ])('a message: %s', (_name, message) => {
    const lines = opensslLines({ ...SCHEME, algorithm: 'sha256', encoding: 'hex' }, message);
    expect(runLines(shell, lines, 's')).toBe(
      createHmac('sha256', 's').update(message).digest('hex'),
    );
  });
});

const SCHEME = { parts: ['body'], separator: '' } as const;

it('gives the secret to no program as an argument', () => {
  const lines = opensslLines(
    { ...SCHEME, algorithm: 'sha256', encoding: 'hex' },
    Buffer.from('message'),
  );
  // Every program is in place of a function that prints its arguments to standard error.
  const watch = ['openssl', 'od', 'tr', 'cut', 'cat', 'base64']
    .map((name) => `${name}() { printf '%s ' ${name} "$@" >&3; command ${name} "$@"; }\n`)
    .join('');
  for (const secret of ['canary-Zq7', 'canary-Zq7'.repeat(9)]) {
    const script = `${watch}exec 3>&1; ${lines}`;
    const said = runLines('bash', script, secret);
    expect(said).toContain('openssl dgst -sha256 -binary');
    expect(said).not.toContain('canary');
    expect(said).not.toContain(Buffer.from('canary').toString('hex'));
  }
});
