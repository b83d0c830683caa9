import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { resolveSettings } from '../../../src/app/settings.js';
import { renderEnv, renderHeaders, renderSignJson } from '../../../src/cli/render/sign.js';
import type { SignedRequest } from '../../../src/core/sign.js';

const signed: SignedRequest = {
  segments: [],
  stringToSign: new Uint8Array(),
  signature: 'abc',
  headers: [
    ['X-API-Key', 'k'],
    ['X-Odd', `a "b" $HOME \`id\` 'c'`],
  ],
};

it('headers are lines', () => {
  expect(renderHeaders(signed)).toBe(`X-API-Key: k\nX-Odd: a "b" $HOME \`id\` 'c'\n`);
});

it('variables are what a shell reads', () => {
  const script = `${renderEnv(signed)}printf '%s|%s' "$X_API_KEY" "$X_ODD"`;
  expect(execFileSync('bash', ['-c', script], { encoding: 'utf8' })).toBe(
    `k|a "b" $HOME \`id\` 'c'`,
  );
});

it('a header of any name becomes a variable, and no command', () => {
  // Every character that a header name may have (RFC 9110 §5.6.2).
  const headers = [
    ['X-A.b_c', '1'],
    ['X`id`', '2'],
    ['X$HOME', '3'],
    ['X&Y', '4'],
    ['X|Y', '5'],
    ["X'Y", '6'],
    ['X!#%*+^~', '7'],
    ['X-Empty', ''],
  ] as const;
  const env = renderEnv({ ...signed, headers });
  expect(env).toMatch(/^(?:[A-Z_][A-Z0-9_]*=(?:\w+|'')\n)+$/);
  const script = `set -eu\n${env}printf '%s ' "$X_A_B_C" "$X_ID_" "$X_HOME" "$X_Y" "$X_______" "$X_EMPTY"`;
  expect(execFileSync('bash', ['-c', script], { encoding: 'utf8' })).toBe('1 2 3 6 7  ');
});

it('JSON has a repeated header once, with all its values', async () => {
  const settings = await resolveSettings({
    flags: {},
    env: { VK_API_KEY: 'k', VK_API_SECRET: 's' },
    project: undefined,
    profiles: () => ({ profiles: new Map() }),
    fetchSecret: () => Promise.reject(new Error('nothing is kept elsewhere')),
  });
  const request = { method: 'GET', target: Buffer.from('/x'), body: new Uint8Array() };
  const headers = [
    ['X-Twice', 'a'],
    ['X-Once', '1'],
    ['X-Twice', 'b'],
  ] as const;
  const text = renderSignJson(settings, request, '1', { ...signed, headers });
  expect(JSON.parse(text)).toMatchObject({ headers: { 'X-Twice': 'a, b', 'X-Once': '1' } });
});
