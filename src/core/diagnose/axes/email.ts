import { changedText } from '../changed-text.js';
import type { Made, Subject, Variant } from '../variant.js';

const SIGN_AS_REGISTERED =
  'Sign the email as it is registered with the provider, character by character.';

/** Emails that may have been signed instead of the account's, where a scheme signs it. */
export const emailVariants = [
  {
    id: 'case',
    title: 'the email was signed in another case',
    weight: 1,
    remedy: { any: SIGN_AS_REGISTERED },
    make: (subject) => [
      ...changed(subject, (text) => text.toLowerCase(), 'lower'),
      ...changed(subject, (text) => text.toUpperCase(), 'upper'),
    ],
  },
  {
    id: 'url-encoded',
    title: 'the email was signed URL-encoded',
    weight: 1,
    remedy: { any: `${SIGN_AS_REGISTERED} Encode it for a URL only.` },
    make: (subject) => changed(subject, (text) => encodeURIComponent(text.toWellFormed())),
  },
  {
    id: 'missing',
    title: 'the email was not signed',
    weight: 1,
    remedy: { any: 'Put the email of the merchant account into the string-to-sign.' },
    make: (subject) => changed(subject, () => ''),
  },
  {
    id: 'no-value',
    title: 'the text of an empty value was signed as the email',
    weight: 2,
    remedy: { any: 'The email was not set when the request was signed: check how it is read.' },
    make: (subject) =>
      ['undefined', 'null', 'None', 'nil', '{Email}', '{email}', 'email'].flatMap((text) =>
        changed(subject, () => text, text),
      ),
  },
  {
    id: 'padded',
    title: 'the email was signed with a line break or a space around it',
    weight: 2,
    remedy: { any: 'Trim the email where it is read: a file ends with a newline.' },
    make: (subject) => [
      ...changed(subject, (text) => `${text}\n`, 'LF'),
      ...changed(subject, (text) => `${text}\r\n`, 'CR LF'),
      ...changed(subject, (text) => `${text} `, 'a space after it'),
      ...changed(subject, (text) => ` ${text}`, 'a space before it'),
    ],
  },
  {
    id: 'quoted',
    title: 'the email was signed with quotation marks around it',
    weight: 2,
    remedy: { any: 'Some readers of env files keep the quotation marks: remove them there.' },
    make: (subject) => [
      ...changed(subject, (text) => `"${text}"`, 'double'),
      ...changed(subject, (text) => `'${text}'`, 'single'),
      ...changed(subject, (text) => `<${text}>`, 'angle brackets'),
    ],
  },
] as const satisfies readonly Variant<Uint8Array>[];

function changed(
  { parts }: Subject,
  change: (text: string) => string,
  detail?: string,
): Made<Uint8Array>[] {
  return changedText(parts.email, change, detail);
}
