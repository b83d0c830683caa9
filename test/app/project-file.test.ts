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

it.each<[text: string, why: string]>([
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
