import { decodeUtf8, utf8 } from '../../bytes.js';
import { changedText } from '../changed-text.js';
import type { Made, Subject, Variant } from '../variant.js';
import { encodedBodies } from './body-encoding.js';
import { jsonBodyVariants } from './body-json.js';
import { bytesRepr } from '../serialisers/python-repr.js';
import { beforeCurlData } from './body-curl.js';
import { formEncoded, jsonForForm } from './body-form.js';

const SIGN_THE_BYTES = 'Make the body once, as bytes; sign those bytes and send them.';

/** Bodies that may have been signed instead of the one that was sent. */
export const bodyVariants: readonly Variant<Uint8Array>[] = [
  {
    id: 'trailing-newline',
    title: 'the body was signed with a newline at its end',
    weight: 1,
    remedy: { any: `${SIGN_THE_BYTES} echo and editors add a newline: use printf '%s'.` },
    make: (subject) => appended(subject, '\n'),
  },
  {
    id: 'trimmed',
    title: 'the body was signed without the white space around it',
    weight: 1,
    remedy: { any: SIGN_THE_BYTES },
    make: (subject) => fromText(subject, (text) => text.trim()),
  },
  {
    id: 'left-out',
    title: 'the body was not signed',
    weight: 1,
    remedy: { any: 'Put the body into the string-to-sign, byte for byte.' },
    make: ({ parts }) => (parts.body === undefined ? [] : [{ value: new Uint8Array() }]),
  },
  {
    id: 'empty-object',
    title: 'an empty object was signed as the body',
    weight: 1,
    remedy: {
      any: 'Where nothing is sent, sign nothing: the empty string, not {}.',
      javascript: 'const body = data === undefined ? "" : JSON.stringify(data)',
      python: 'body = json.dumps(data) if data else ""',
    },
    make: (subject) => constant(subject, ['{}']),
  },
  {
    id: 'form-encoded',
    title: 'the body was signed as an HTML form',
    weight: 1,
    remedy: {
      any: 'Sign the JSON text that is sent, not the parameters it was made from.',
      php: 'json_encode($data) instead of http_build_query($data)',
      python: 'json.dumps(data) once, for data= and for the signature',
    },
    make: (subject) => formEncoded(subject),
  },
  {
    id: 'json-for-form',
    title: 'JSON was signed, and a form was sent',
    weight: 1,
    remedy: {
      any: 'Send the JSON that was signed, with Content-Type: application/json.',
      javascript: 'fetch(url, { body: JSON.stringify(data) }), not URLSearchParams',
      python: 'requests.post(url, data=body): the JSON text, not data=dict',
      php: 'CURLOPT_POSTFIELDS => $body: the JSON text, not an array',
    },
    make: (subject) => jsonForForm(subject),
  },
  {
    id: 'encoded-twice',
    title: 'the body was serialised twice: a JSON string that holds JSON',
    weight: 1,
    remedy: {
      any: 'Serialise once. A library that is given text serialises it again.',
      javascript: 'leave out the second JSON.stringify',
      python: 'requests.post(url, data=body) instead of json=body',
    },
    make: (subject) => [
      ...fromText(subject, (text) => JSON.stringify(text)),
      ...fromText(subject, (text) => JSON.stringify(text).replaceAll('/', '\\/'), 'by PHP'),
      ...fromText(subject, unwrapped, 'and was sent serialised twice'),
    ],
  },
  {
    id: 'python-bytes',
    title: "Python's text of a bytes object was signed as the body",
    weight: 2,
    language: 'python',
    remedy: {
      any: 'Join bytes with bytes: formatting them into a text writes quotation marks and escapes.',
      python: 'timestamp.encode() + b"." + body, not f"{timestamp}.{body}"',
    },
    make: ({ parts: { body } }) => (body === undefined ? [] : [{ value: utf8(bytesRepr(body)) }]),
  },
  ...encodedBodies,
  {
    id: 'no-value',
    title: 'the text of an empty value was signed as the body',
    weight: 2,
    remedy: { any: 'Where nothing is sent, sign nothing: the empty string.' },
    make: (subject) => constant(subject, NO_VALUES),
  },
  {
    id: 'not-serialised',
    title: 'the body was made into text without being serialised',
    weight: 2,
    remedy: { any: `${SIGN_THE_BYTES} Serialise it before it is signed.` },
    make: (subject) => constant(subject, NOT_SERIALISED),
  },
  {
    id: 'trailing-crlf',
    title: 'the body was signed with CR and LF at its end',
    weight: 2,
    remedy: { any: SIGN_THE_BYTES },
    make: (subject) => appended(subject, '\r\n'),
  },
  {
    id: 'line-ends',
    title: 'the body was signed with other line ends',
    weight: 2,
    remedy: { any: `${SIGN_THE_BYTES} Open files in binary mode.` },
    make: (subject) => [
      ...fromText(subject, (text) => text.replace(/\r?\n/g, '\r\n'), 'CR LF'),
      ...fromText(subject, (text) => text.replaceAll('\r\n', '\n'), 'LF'),
      ...fromText(subject, (text) => text.replace(/[\r\n]+/g, ''), 'none'),
    ],
  },
  {
    id: 'byte-order-mark',
    title: 'the body was signed with, or without, a byte order mark',
    weight: 2,
    remedy: { any: 'Write JSON as UTF-8 without a byte order mark.' },
    make: (subject) =>
      fromText(subject, (text) => (text.startsWith('\ufeff') ? text.slice(1) : `\ufeff${text}`)),
  },
  {
    id: 'latin-1',
    title: 'the body was signed in Latin-1, or as UTF-8 that was taken for Latin-1',
    weight: 2,
    remedy: {
      any: 'Sign the UTF-8 bytes that are sent.',
      java: 'body.getBytes(StandardCharsets.UTF_8)',
      csharp: 'Encoding.UTF8.GetBytes(body)',
      python: "body.encode('utf-8')",
    },
    make: (subject) => latin1(subject),
  },
  {
    id: 'unicode-form',
    title: 'the body was signed in another Unicode normalisation form',
    weight: 2,
    remedy: { any: 'Sign the bytes that are sent, without normalising them.' },
    make: (subject) =>
      (['NFC', 'NFD'] as const).flatMap((form) =>
        fromText(subject, (text) => text.normalize(form), form),
      ),
  },
  {
    id: 'curl-data',
    title: "curl's -d @file dropped the line breaks of the file that was signed",
    weight: 1,
    remedy: { any: 'Send the file as it is: --data-binary @file instead of -d @file.' },
    make: (subject) => beforeCurlData(subject),
  },
  // Last, because of a large body only as many values are made as there is room for.
  ...jsonBodyVariants,
];

const NO_VALUES = ['[]', 'null', '""', 'undefined', 'None', 'nil', 'false'];
const NOT_SERIALISED = ['[object Object]', 'Array', '[object FormData]', '[object Promise]'];

function constant({ parts }: Subject, texts: readonly string[]): Made<Uint8Array>[] {
  return parts.body === undefined
    ? []
    : texts.map((text) => ({ value: utf8(text), ...(texts.length > 1 && { detail: text }) }));
}

function appended({ parts: { body } }: Subject, end: string): Made<Uint8Array>[] {
  return body === undefined ? [] : [{ value: Buffer.concat([body, Buffer.from(end)]) }];
}

function fromText(
  { parts }: Subject,
  change: (text: string) => string,
  detail?: string,
): Made<Uint8Array>[] {
  return changedText(parts.body, change, detail);
}

function unwrapped(text: string): string {
  try {
    const inner: unknown = text.startsWith('"') ? JSON.parse(text) : undefined;
    return typeof inner === 'string' ? inner : text;
  } catch {
    return text;
  }
}

function latin1({ parts: { body } }: Subject): Made<Uint8Array>[] {
  const text = body === undefined ? undefined : decodeUtf8(body);
  if (text === undefined || body === undefined) {
    return [];
  }
  const isLatin1 = /^[\0-\xff]*$/.test(text);
  const question = text.replace(/[^\0-\x7f]/gu, '?');
  return [
    ...(isLatin1 ? [{ value: Buffer.from(text, 'latin1'), detail: 'Latin-1' }] : []),
    { value: utf8(Buffer.from(body).toString('latin1')), detail: 'UTF-8 encoded twice' },
    { value: utf8(question), detail: 'question marks for what is not ASCII' },
  ];
}
