import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { ProviderId } from '../../src/index.js';
import { CREDENTIALS, answer, startCapture, vkProcess, type Run, type RunOptions } from './vk.js';

/**
 * What a person reads, word for word, each by a process of its own. `vitest -u` writes it anew; read the
 * difference.
 */

const MASKS: readonly (readonly [pattern: RegExp, mask: string])[] = [
  [/\/\S*\/vk-e2e-[^/\s]+/g, '$HOME'],
  [/127\.0\.0\.1:\d+/g, '127.0.0.1:PORT'],
  [/\b\d+ ms\b/g, 'N ms'],
  [/\bvk\/\d+\.\d+\.\d+/g, 'vk/VERSION'],
  [/\b\d+ days behind\b/g, 'N days behind'],
  [/\bin \d+\.\d\d s\b/g, 'in N s'],
];

function transcript(words: readonly string[], { exitCode, stdout, stderr }: Run): string {
  const shown = words.map((word) => (/[^\w@%+=:,./-]/.test(word) ? `'${word}'` : word)).join(' ');
  const text = `$ vk ${shown}\n--- standard output\n${stdout}--- standard error\n${stderr}--- exit ${exitCode}\n`;
  return MASKS.reduce((masked, [pattern, mask]) => masked.replaceAll(pattern, mask), text);
}

async function check(
  name: string,
  words: readonly string[],
  options: RunOptions = {},
): Promise<void> {
  const run = await vkProcess(words, options);
  await expect(transcript(words, run)).toMatchFileSnapshot(`golden/${name}.txt`);
}

describe('help', () => {
  const table: readonly (readonly [name: string, words: readonly string[]])[] = [
    ['help', ['--help']],
    ['help-call', ['call', '--help']],
    ['help-sign', ['sign', '--help']],
    ['help-explain', ['explain', '--help']],
    ['help-snippet', ['snippet', '--help']],
    ['help-diagnose', ['diagnose', '--help']],
    ['help-batch', ['batch', '--help']],
    ['help-profile', ['profile', '--help']],
    ['help-profile-add', ['profile', 'add', '--help']],
    ['help-profile-list', ['profile', 'list', '--help']],
    ['help-profile-show', ['profile', 'show', '--help']],
    ['help-profile-use', ['profile', 'use', '--help']],
    ['help-profile-edit', ['profile', 'edit', '--help']],
    ['help-profile-rename', ['profile', 'rename', '--help']],
    ['help-profile-copy', ['profile', 'copy', '--help']],
    ['help-profile-remove', ['profile', 'remove', '--help']],
    ['help-profile-export', ['profile', 'export', '--help']],
    ['help-profile-import', ['profile', 'import', '--help']],
    ['help-profile-check', ['profile', 'check', '--help']],
    ['help-doctor', ['doctor', '--help']],
    ['help-replay', ['replay', '--help']],
    ['help-history', ['history', '--help']],
    ['help-history-list', ['history', 'list', '--help']],
    ['help-history-show', ['history', 'show', '--help']],
    ['help-history-export', ['history', 'export', '--help']],
    ['help-history-clear', ['history', 'clear', '--help']],
    ['help-webhook-verify', ['webhook', 'verify', '--help']],
    ['help-webhook-sign', ['webhook', 'sign', '--help']],
    ['help-webhook-send', ['webhook', 'send', '--help']],
    ['help-webhook-listen', ['webhook', 'listen', '--help']],
    ['help-webhook-list', ['webhook', 'list', '--help']],
    ['help-webhook-show', ['webhook', 'show', '--help']],
    ['help-webhook-replay', ['webhook', 'replay', '--help']],
    ['help-webhook-audit', ['webhook', 'audit', '--help']],
    ['help-sandbox', ['sandbox', '--help']],
    ['help-wait', ['wait', '--help']],
    ['help-completion', ['completion', '--help']],
    ['help-topic-request-items', ['help', 'request-items']],
    ['help-topic-environment', ['help', 'environment']],
    ['help-topic-exit-codes', ['help', 'exit-codes']],
    ['help-topic-providers', ['help', 'providers']],
    ['help-topic-security', ['help', 'security']],
  ];

  it.for(table)('%s', async ([name, words]) => {
    await check(name, words);
  });

  it('is the same by vk help call', async () => {
    const [flag, word] = await Promise.all([
      vkProcess(['call', '--help']),
      vkProcess(['help', 'call']),
    ]);
    expect(word.stdout).toBe(flag.stdout);
    expect(word.exitCode).toBe(0);
  });
});

describe('sign', () => {
  const post = ['sign', 'POST', '/verify/pan', 'pan=ABCDE1234F', '--timestamp', '1739612345'];
  const options = { env: CREDENTIALS.vistarkriya };

  it.for([
    ['sign-headers', []],
    ['sign-json', ['--json']],
    ['sign-curl', ['--format', 'curl']],
    ['sign-env', ['--format', 'env']],
    ['sign-verbose', ['-v', '--only', 'signature']],
  ] as const)('%s', async ([name, words]) => {
    await check(name, [...post, ...words], options);
  });
});

describe('snippet', () => {
  const pan = ['POST', '/verify/pan', 'pan=ABCDE1234F', "name=Ann O'Brien"];
  const binary = ['POST', '/payin', '-d', '@-', '--base-url', 'https://pay.example/api'];

  it.for(['bash', 'php', 'python', 'node', 'java', 'csharp', 'go', 'ruby'])(
    '%s',
    async (language) => {
      await check(`snippet-${language}`, ['snippet', language, ...pan]);
    },
  );

  it.for<[name: string, words: readonly string[], input?: Uint8Array]>([
    ['list', []],
    ['list-json', ['--json']],
    ['json', ['bash', 'GET', '/wallets?page=2', '--provider', 'kamiokash', '--json']],
    ['made-id', ['python', 'POST', '/v1/webhooks/order', '--provider', 'influencemart']],
    ['binary', ['ruby', ...binary, '--provider', 'payinout'], Uint8Array.of(0, 0xff)],
    ['sandbox', ['bash', 'GET', '/wallet/balance', '--sandbox', '--code-header', 'admin']],
    ['unsendable', ['java', 'GET', '/wallet/balance?q=a|b']],
    ['unknown', ['cobol', 'GET', '/wallet/balance']],
    ['no-request', ['go']],
  ])('%s', async ([name, words, input]) => {
    await check(`snippet-${name}`, ['snippet', ...words], input === undefined ? {} : { input });
  });
});

describe('explain', () => {
  const unix = ['--timestamp', '1739612345'];
  const iso = ['--timestamp', '2025-02-15T09:39:05.000Z'];
  const table: readonly (readonly [provider: ProviderId, words: readonly string[]])[] = [
    ['vistarkriya', ['POST', '/verify/pan', 'pan=ABCDE1234F', ...unix]],
    ['kamiokash', ['POST', '/orders/simple', 'wallet_id=w_123', ...iso]],
    ['influencemart', ['GET', '/v1/me', ...unix]],
    ['payinout', ['POST', '/payin', 'amount:=100.00', ...unix]],
  ];

  it.for(table)('%s', async ([provider, words]) => {
    const all = ['explain', ...words, '--provider', provider, '--sandbox'];
    await check(`explain-${provider}`, all);
    await check(`explain-${provider}-colour`, all, { env: { FORCE_COLOR: '1' } });
  });

  it('a body with much that cannot be seen', async () => {
    const name = 'Jos\u00e9 Jose\u0301\u200b \u00b7\u202e';
    const input = Buffer.concat([
      Buffer.from(`\ufeff{\r\n\t"name": "${name}",\n\t"long": "${'0123456789'.repeat(9)}", "x": "`),
      Buffer.from([0xff, 0x00]),
      Buffer.from('"}\n'),
    ]);
    const words = ['explain', 'POST', '/verify/pan', '-d', '@-', '--sandbox', ...unix];
    await check('explain-tricky', words, { input });
    await check('explain-tricky-colour', words, { input, env: { FORCE_COLOR: '1' } });
    await check('explain-tricky-json', [...words, '--json'], { input });
  });
});

function signedAs(message: string): string {
  return createHmac('sha256', CREDENTIALS.vistarkriya.VK_API_SECRET).update(message).digest('hex');
}

describe('diagnose', () => {
  const words = ['diagnose', 'POST', '/verify/pan', 'pan=ABCDE1234F', '--timestamp', '1739612345'];
  const table: readonly (readonly [name: string, message: string, ...rest: readonly string[]])[] = [
    ['correct', '1739612345POST/api/v1/verify/pan{"pan":"ABCDE1234F"}'],
    ['one-cause', '1739612345POST/verify/pan{"pan":"ABCDE1234F"}'],
    ['two-causes', '1739612345post/api/v1/verify/pan{"pan": "ABCDE1234F"}'],
    ['same-bytes', '1739612345POST/api/v1/verify/pan{"pan":"ABCDE1234F"}\n'],
    ['no-cause', '1739612345POST/api/v1/verify/pan{"pan":"A"}', '--max-differences', '1'],
  ];

  it.for(table)('%s', async ([name, message, ...rest]) => {
    const all = [...words, '--signature', signedAs(message), ...rest];
    await check(`diagnose-${name}`, all, { env: CREDENTIALS.vistarkriya });
    const env = { ...CREDENTIALS.vistarkriya, FORCE_COLOR: '1' };
    await check(`diagnose-${name}-colour`, all, { env });
  });

  it('correct, with remarks', async () => {
    const env = { ...CREDENTIALS.vistarkriya, VK_API_SECRET: 'e2e-secret ', VK_CODE: '12' };
    const message = '1739612345POST/api/v1/verify/pan{"pan":"ABCDE1234F"}';
    const signature = createHmac('sha256', env.VK_API_SECRET).update(message).digest('hex');
    await check('diagnose-remarks', [...words, '--signature', signature], { env });
  });

  it('a long body from a pasted request', async () => {
    const list = Array.from({ length: 8 }, (_, id) => ({ id, name: `Zoë ${id}`, at: 'a/b' }));
    const body = JSON.stringify({ list });
    const sent = signedAs(`1739612345POST/api/v1/verify/pan${body.replaceAll('/', '\\/')}`);
    const headers = [
      'X-API-Key: vk_live_e2e_key_000000',
      'X-Timestamp: 1739612345',
      `X-Signature: ${sent}`,
      'User-Agent: GuzzleHttp/7',
    ];
    const flags = headers.map((header) => `-H '${header}'`).join(' ');
    const url = 'https://vistarkriya.com/api/v1/verify/pan';
    const input = `curl ${url} ${flags} -d '${body}'`;
    await check('diagnose-pasted', ['diagnose', '--curl', '-'], {
      env: CREDENTIALS.vistarkriya,
      input,
    });
  });
});

describe('profiles', () => {
  it('none', async () => {
    await check('profile-list-none', ['profile', 'list']);
    await check('profile-show-none', ['profile', 'show']);
  });

  it('several', async () => {
    const env = { S: 'golden-secret' };
    const add = [
      'profile',
      'add',
      'prod',
      '--store',
      'file',
      '--provider',
      'vistarkriya',
      '--code',
      '123456',
    ];
    const key = ['--api-key', 'vk_live_0123456789abcdef', '--secret-env', 'S', '--mode', 'live'];
    const { home } = await vkProcess([...add, ...key], { env });
    const other = [
      'profile',
      'add',
      'shop',
      '--store',
      'file',
      '--provider',
      'influencemart',
      '--secret-env',
      'S',
    ];
    await check('profile-add', [...other, '--api-key', 'ak_test_0123456789'], { home, env });
    await check('profile-list', ['profile', 'list'], { home });
    await check('profile-list-json', ['profile', 'list', '--json'], { home });
    await check('profile-show', ['profile', 'show'], { home, env: { VK_CODE: '654321' } });
    await check('profile-show-json', ['profile', 'show', 'shop', '--json'], { home });
    await check('profile-use', ['profile', 'use', 'shop'], { home });
    await check('profile-use-json', ['profile', 'use', 'shop', '--json'], { home });
    await check('profile-remove', ['profile', 'remove', 'prod', '--yes'], { home });
  });
});

describe('answers', () => {
  const error = '{"success":false,"error_code":"HMAC_INVALID","message":"Signature mismatch"}';

  it.for([
    ['call-ok', [], answer({ headers: { 'X-API-Mode': 'sandbox' }, body: '{"a":15420.50}\n' })],
    ['call-include', ['-i'], answer({ headers: { 'X-API-Mode': 'live' }, body: '{}\n' })],
    ['call-401', [], answer({ status: 401, reason: 'Unauthorized', body: `${error}\n` })],
    ['call-429', [], answer({ status: 429, reason: 'Slow Down', headers: { 'Retry-After': '7' } })],
    ['call-502', [], answer({ status: 502, reason: 'Bad Gateway', body: '<html>\n' })],
    ['call-302', [], answer({ status: 302, reason: 'Found', headers: { Location: '/login' } })],
  ] as const)('%s', async ([name, words, bytes]) => {
    const server = await startCapture(() => bytes);
    const env = { ...CREDENTIALS.vistarkriya, VK_BASE_URL: server.origin };
    await check(name, ['call', 'GET', '/wallet/balance', ...words], { env });
  });

  it('dry run', async () => {
    const words = ['call', 'POST', '/verify/pan', 'pan=ABCDE1234F', '--timestamp', '1739612345'];
    await check('call-dry-run', [...words, '--dry-run'], { env: CREDENTIALS.vistarkriya });
  });

  it('live guard', async () => {
    const server = await startCapture(() => answer({ headers: { 'X-API-Mode': 'live' } }));
    const env = { ...CREDENTIALS.vistarkriya, VK_BASE_URL: server.origin };
    await check('call-live', ['call', 'POST', '/verify/pan', 'pan=ABCDE1234F'], { env });
  });
});

describe('errors', () => {
  const table: readonly (readonly [name: string, words: readonly string[]])[] = [
    ['error-no-credential', ['call', 'GET', '/wallet/balance']],
    ['error-unknown-command', ['cal', 'GET', '/x']],
    ['error-unknown-topic', ['help', 'exit-code']],
    ['error-unknown-option', ['call', 'GET', '/x', '--sandbx']],
    ['error-missing-path', ['call', 'GET']],
    ['error-order', ['call', '/wallet/balance', 'GET', '--sandbox']],
    ['error-item', ['call', 'POST', '/x', 'pan', '--sandbox']],
    ['error-path', ['call', 'GET', '/a/../b', '--sandbox']],
    ['error-git-bash', ['call', 'GET', 'C:/Program Files/Git/wallet/balance', '--sandbox']],
    ['error-method', ['call', 'GET', '/balance', '--sandbox', '--provider', 'payinout']],
    [
      'error-event-id',
      ['call', 'POST', '/v1/webhooks/x', '--sandbox', '--provider', 'influencemart'],
    ],
    ['error-refused', ['call', 'GET', '/x', '--sandbox', '--timeout', 'soon']],
    ['error-json', ['call', 'GET', '/a#b', '--sandbox', '--json']],
    ['error-missing-flag', ['profile', 'add', 'prod', '--provider', 'vistarkriya']],
  ];

  it.for(table)('%s', async ([name, words]) => {
    await check(name, words);
  });

  it('no base URL', async () => {
    await check('error-no-base-url', ['call', 'GET', '/x'], { env: CREDENTIALS.influencemart });
  });
});
