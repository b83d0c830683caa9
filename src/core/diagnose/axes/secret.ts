import { utf8 } from '../../bytes.js';
import { changedSecret, withoutPrefix } from '../changed-text.js';
import type { Made, Subject, Variant } from '../variant.js';
import { otherSecretEncodings } from './secret-encoding.js';

/** Keys that a signature may have been made with instead of the secret. */
export const secretVariants = [
  {
    id: 'trimmed',
    title: 'the secret was used without the white space around it',
    weight: 1,
    signed: 'the secret without the white space around it',
    remedy: { any: 'Store the secret without the white space: vk profile add NAME --force.' },
    make: (subject) => changedSecret(subject, (text) => text.trim()),
  },
  {
    id: 'trailing-newline',
    title: 'the secret was used with a newline at its end',
    weight: 1,
    signed: 'the secret and a newline',
    remedy: {
      any: 'A file or a pipe ends with a newline and a secret does not: cut it off before signing.',
      python: "secret = open('secret').read().rstrip('\\r\\n')",
      php: '$secret = rtrim(file_get_contents(\'secret\'), "\\r\\n");',
      javascript: "secret = readFileSync('secret', 'utf8').trimEnd()",
      java: 'secret = Files.readString(path).stripTrailing();',
      ruby: "secret = File.read('secret').chomp",
      go: 'secret = strings.TrimRight(secret, "\\r\\n")',
    },
    make: (subject) => appended(subject, '\n'),
  },
  {
    id: 'other-profile',
    title: 'another secret was used',
    weight: 1,
    remedy: { any: 'Sign with the secret that belongs to this API key.' },
    make: ({ surroundings }) =>
      surroundings.otherSecrets.map(({ name, secret }) => ({
        value: secret.reveal(),
        detail: name,
      })),
  },
  {
    id: 'api-key',
    title: 'the API key was used as the secret',
    weight: 1,
    signed: 'the API key',
    remedy: { any: 'The API key goes into its header; the API secret signs.' },
    make: ({ surroundings: { apiKey } }) => (apiKey === undefined ? [] : [{ value: utf8(apiKey) }]),
  },
  ...otherSecretEncodings,
  {
    id: 'without-prefix',
    title: 'the secret was used without its prefix',
    weight: 1,
    signed: 'the secret without its prefix',
    remedy: { any: 'Use the whole secret, its prefix included.' },
    make: (subject) => changedSecret(subject, withoutPrefix),
  },
  {
    id: 'quoted',
    title: 'the secret was used with quotation marks around it',
    weight: 1,
    signed: '"the secret" in quotation marks',
    remedy: {
      any: 'Some readers of env files keep the quotation marks: remove them there.',
    },
    make: (subject) => [
      ...changedSecret(subject, (text) => `"${text}"`, 'double'),
      ...changedSecret(subject, (text) => `'${text}'`, 'single'),
    ],
  },
  {
    id: 'unquoted',
    title: 'the secret was used without the quotation marks around it',
    weight: 1,
    signed: 'the secret without the quotation marks around it',
    remedy: { any: 'Store the secret without the quotation marks.' },
    make: (subject) => changedSecret(subject, (text) => text.replace(/^(["'])(.*)\1$/s, '$2')),
  },
  {
    id: 'trailing-crlf',
    title: 'the secret was used with CR and LF at its end',
    weight: 2,
    signed: 'the secret, CR and LF',
    remedy: { any: 'The secret comes from a file with Windows line ends: cut the end off.' },
    make: (subject) => appended(subject, '\r\n'),
  },
  {
    id: 'trailing-space',
    title: 'the secret was used with a space at its end or beginning',
    weight: 2,
    signed: 'the secret and a space',
    remedy: { any: 'Trim the secret where it is read.' },
    make: (subject) => [
      ...appended(subject, ' '),
      ...changedSecret(subject, (text) => ` ${text}`, 'at its beginning'),
    ],
  },
  {
    id: 'other-case',
    title: 'the secret was used in upper or lower case',
    weight: 2,
    signed: 'the secret in upper or lower case',
    remedy: { any: 'Use the secret as it is: case counts.' },
    make: (subject) => [
      ...changedSecret(subject, (text) => text.toUpperCase(), 'upper'),
      ...changedSecret(subject, (text) => text.toLowerCase(), 'lower'),
    ],
  },
  {
    id: 'unicode-form',
    title: 'the secret was used in another Unicode normalisation form',
    weight: 2,
    signed: 'the secret in another normalisation form',
    remedy: {
      any: 'Sign with the bytes of the secret as it was issued, without normalising them.',
    },
    make: (subject) =>
      (['NFC', 'NFD', 'NFKC', 'NFKD'] as const).flatMap((form) =>
        changedSecret(subject, (text) => text.normalize(form), form),
      ),
  },
  {
    id: 'with-api-key',
    title: 'the secret was used together with the API key',
    weight: 2,
    signed: 'the secret together with the API key',
    remedy: { any: 'Use the secret alone.' },
    make: (subject) =>
      subject.surroundings.apiKey === undefined
        ? []
        : [
            ...changedSecret(
              subject,
              (text) => `${subject.surroundings.apiKey ?? ''}${text}`,
              'before',
            ),
            ...changedSecret(
              subject,
              (text) => `${subject.surroundings.apiKey ?? ''}:${text}`,
              'by :',
            ),
            ...changedSecret(
              subject,
              (text) => `${text}${subject.surroundings.apiKey ?? ''}`,
              'after',
            ),
            ...changedSecret(subject, (text) => `${text}&`, 'as OAuth 1 does, without it'),
          ],
  },
  {
    id: 'empty',
    title: 'an empty secret was used',
    weight: 2,
    signed: 'nothing',
    remedy: { any: 'The secret was not set when the request was signed: check how it is read.' },
    make: () => [{ value: new Uint8Array() }],
  },
  {
    id: 'placeholder',
    title: 'a placeholder was used instead of the secret',
    weight: 2,
    remedy: { any: 'Put the real secret where the sample has its placeholder.' },
    make: () => PLACEHOLDERS.map((text) => ({ value: utf8(text), detail: text })),
  },
] as const satisfies readonly Variant<Uint8Array>[];

// What samples hold, and what an unset variable becomes when it is made into text.
const PLACEHOLDERS = [
  'your_api_secret_here',
  'your_api_secret',
  'your-api-secret',
  'your_secret_here',
  'your_secret_key',
  'your-secret-key',
  'YOUR_API_SECRET',
  'YOUR_SECRET',
  'YOUR_API_SECRET_HERE',
  '<your_api_secret>',
  '{{api_secret}}',
  '$API_SECRET',
  '${API_SECRET}',
  '$SECRET',
  '$VK_API_SECRET',
  '$api_secret',
  'api_secret',
  'secret',
  'changeme',
  'test',
  'xxx',
  'undefined',
  'null',
  'None',
  'nil',
];

function appended({ secret }: Subject, end: string): Made<Uint8Array>[] {
  return [{ value: Buffer.concat([secret.reveal(), Buffer.from(end)]) }];
}
