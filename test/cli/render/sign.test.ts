import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { renderEnv, renderHeaders } from '../../../src/cli/render/sign.js';
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
