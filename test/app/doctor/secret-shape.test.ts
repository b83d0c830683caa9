import { expect, it } from 'vitest';
import { checkSecretShape } from '../../../src/app/doctor/secret-shape.js';
import { Secret } from '../../../src/core/credential.js';
import { influencemart } from '../../../src/providers/influencemart.js';

const GOOD = 'Tr0ub4dor-and-3-staples';
const API_KEY = 'ak_test_0123456789abcdef';

it.each<[secret: string, status: string, detail: string]>([
  [GOOD, 'ok', 'nothing is odd'],
  ['my-real-secret-7f3a', 'ok', 'nothing is odd'],
  ['secret-of-2026-q1-77', 'ok', 'nothing is odd'],
  ['9f86d081884c7d659a2feaa0c55ad015', 'ok', 'looks like hex'],
  ['9F86D081884C7D659A2FEAA0C55AD015', 'ok', 'looks like hex'],
  ['3q2+7wABCDEFGHIJKLMNOP==', 'ok', 'looks like base64'],
  ['', 'fail', 'empty'],
  ['your_secret', 'fail', 'placeholder'],
  ['YOUR_API_SECRET', 'fail', 'placeholder'],
  ['your-secret-here', 'fail', 'placeholder'],
  ['your secret key', 'fail', 'placeholder'],
  ['secret', 'fail', 'placeholder'],
  ['xxx', 'fail', 'placeholder'],
  ['XXXXXXXXXXXX', 'fail', 'placeholder'],
  ['********', 'fail', 'placeholder'],
  ['...', 'fail', 'placeholder'],
  ['changeme', 'fail', 'placeholder'],
  ['CHANGE_ME', 'fail', 'placeholder'],
  ['change-me-please', 'fail', 'placeholder'],
  ['<secret>', 'fail', 'placeholder'],
  ['<YOUR SECRET>', 'fail', 'placeholder'],
  ['[secret]', 'fail', 'placeholder'],
  ['"<secret>"\n', 'fail', 'placeholder'],
  ['${API_SECRET}', 'fail', 'placeholder'],
  ['$API_SECRET', 'fail', 'placeholder'],
  ['{{ secret }}', 'fail', 'placeholder'],
  ['%API_SECRET%', 'fail', 'placeholder'],
  ['paste your secret', 'fail', 'placeholder'],
  ['undefined', 'fail', 'placeholder'],
  ['null', 'fail', 'placeholder'],
  ['todo', 'fail', 'placeholder'],
  [API_KEY, 'fail', 'same as the API key'],
  [`${API_KEY}\n`, 'fail', 'same as the API key'],
  [`\ufeff${GOOD}`, 'warn', 'byte order mark'],
  [`${GOOD}\n`, 'warn', 'line break'],
  [`${GOOD}\r\n`, 'warn', 'line break'],
  [`\n${GOOD}`, 'warn', 'line break'],
  [` ${GOOD}`, 'warn', 'white space'],
  [`${GOOD}\t`, 'warn', 'white space'],
  [`${GOOD}\u200b`, 'warn', 'white space'],
  [`${GOOD}\u00a0`, 'warn', 'white space'],
  [`"${GOOD}"`, 'warn', 'quotes'],
  [`'${GOOD}'`, 'warn', 'quotes'],
  [`\u201c${GOOD}\u201d`, 'warn', 'quotes'],
  ['Tr0ub4dor-\nand-3-staples', 'warn', 'line break inside'],
  ['Tr0ub4dor\u2013and-3-staples', 'warn', 'not ASCII'],
  ['Tr0ub4dor\u200b-and-3-staples', 'warn', 'not ASCII'],
  ['Tr0ub4d\u0000r-and-3-staples', 'warn', 'not ASCII'],
  ['ak_test_another_key_0001', 'warn', 'begins as an API key'],
])('%j: %s, %s', (secret, status, detail) => {
  const credential = { fields: { apiKey: API_KEY }, secret: Secret.of(secret) };
  const check = checkSecretShape(influencemart, credential);
  expect(check).toMatchObject({ status, detail: expect.stringContaining(detail) });
  expect(check.remedy !== undefined).toBe(status !== 'ok');
  if (secret.length > 8 && !/placeholder|changeme/i.test(detail)) {
    expect(JSON.stringify(check)).not.toContain(secret.trim());
  }
});

it('bytes that are no text are a key too', () => {
  const credential = { fields: {}, secret: new Secret(Buffer.from([0xff, 0, 1])) };
  expect(checkSecretShape(influencemart, credential)).toMatchObject({ status: 'ok' });
});
