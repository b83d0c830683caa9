import { expect, it } from 'vitest';
import { parseProjectFile } from '../../src/app/project-file.js';
import { refusal } from './refusal.js';

function parse(text: string | Uint8Array): unknown {
  return parseProjectFile('/a/.vk.json', typeof text === 'string' ? Buffer.from(text) : text);
}

it.each<[text: string, file: unknown]>([
  ['{}', {}],
  [
    '{"profile":"p","provider":"kamiokash","baseUrl":"http://localhost","codeHeader":"admin","mode":"live"}',
    {
      profile: 'p',
      provider: 'kamiokash',
      baseUrl: 'http://localhost',
      codeHeader: 'admin',
      mode: 'live',
    },
  ],
  ['{"mode":"sandbox"}', { mode: 'sandbox' }],
  [' {"profile": "p"}\n', { profile: 'p' }],
  ['{"defaults":{"timeout":"10s"}}', { defaults: { timeout: '10s' } }],
  ['{"defaults":{}}', { defaults: {} }],
  ['{"profile":"monk-2"}', { profile: 'monk-2' }],
])('%s', (text, file) => {
  expect(parse(text)).toEqual(file);
});

it.each([
  'apiKey',
  'API_KEY',
  'secret',
  'webhookSecret',
  'VK_API_SECRET',
  'password',
  'token',
  'PublicToken',
  'passphrase',
  'Authorization',
  'credentials',
  'code',
  'email',
  'signature',
])('%s does not belong there, and is not repeated', (name) => {
  const text = JSON.stringify({ profile: 'p', [name]: 'hush-hush' });
  expect(() => parse(text)).toThrow(
    refusal(
      'project-file',
      `/a/.vk.json cannot be used: ${name} does not belong`,
      'vk profile add',
    ),
  );
  expect(() => parse(text)).not.toThrow(/hush/);
});

it.each<[name: string, content: unknown]>([
  ['in defaults', { defaults: { apiSecret: 'hush-hush' } }],
  ['three levels down', { extra: { more: [{ api_key: 'hush-hush' }] } }],
  ['in a list', { list: [1, [{ token: 'hush-hush' }]] }],
])('a secret %s is refused as one', (_name, content) => {
  const text = JSON.stringify(content);
  expect(() => parse(text)).toThrow(refusal('project-file', 'does not belong', 'vk profile add'));
  expect(() => parse(text)).not.toThrow(/hush/);
});

it.each<[name: string, content: unknown]>([
  ['a value', { profile: 'vk_live_0123456789' }],
  ['a value of another provider', { profile: 'ak_test_0123456789' }],
  ['a part of a URL', { baseUrl: 'https://api.example/?k=vk_live_0123456789' }],
  ['a name', { vk_live_0123456789: 1 }],
  ['an item, deep down', { a: { b: ['x', 'vk_live_0123456789'] } }],
])('an API key as %s is refused, and not repeated', (_name, content) => {
  const text = JSON.stringify(content);
  expect(() => parse(text)).toThrow(refusal('project-file', 'API key', 'vk profile add'));
  expect(() => parse(text)).not.toThrow(/0123/);
});

it('is refused for its members, however deeply they are nested', () => {
  const text = `{"a":${'['.repeat(50_000)}{"secret":1}${']'.repeat(50_000)}}`;
  expect(() => parse(text)).toThrow(refusal('project-file', 'secret does not belong'));
});

it.each<[text: string, why: string]>([
  ['{"defaults":[]}', 'defaults is not a JSON object'],
  ['{"defaults":null}', 'defaults is not a JSON object'],
  ['{"defaults":{"timeout":10}}', 'timeout is not a string'],
  ['{"defaults":{"live":true}}', 'unknown member "live"'],
  ['{"defaults":{"yes":true}}', 'unknown member "yes"'],
  ['{"defaults":{"headers":{}}}', 'unknown member "headers"'],
  ['{"timeout":"10s"}', 'unknown member "timeout"'],
  ['{"colour":"blue"}', 'unknown member "colour"'],
  ['{"__proto__":{}}', 'unknown member "__proto__"'],
  ['{"Profile":"p"}', 'unknown member "Profile"'],
  ['{"profile":1}', 'profile is not a string'],
  ['{"baseUrl":null}', 'baseUrl is not a string'],
  ['{"codeHeader":["admin"]}', 'codeHeader is not a string'],
  ['{"mode":"LIVE"}', 'mode is neither'],
  ['{"mode":null}', 'mode is neither'],
  ['[]', 'not a JSON object'],
  ['null', 'not a JSON object'],
  ['"text"', 'not a JSON object'],
  ['', 'not JSON'],
  ['{"profile":"p"', 'not JSON'],
  ['\ufeff{}', 'not JSON'],
])('%j is refused: %s', (text, why) => {
  expect(() => parse(text)).toThrow(refusal('project-file', why));
});

it('has to be UTF-8', () => {
  expect(() => parse(Buffer.from([0x7b, 0xff, 0x7d]))).toThrow(refusal('project-file', 'not JSON'));
});
