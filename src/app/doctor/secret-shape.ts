import { decodeUtf8 } from '../../core/bytes.js';
import type { Credential } from '../../core/credential.js';
import type { Provider } from '../../core/provider.js';
import { fail, ok, warn, type Check, type Subject } from './check.js';

const SUBJECT: Subject = { id: 'secret-shape', title: 'secret' };

/** What is odd about the look of a secret. No byte of it is ever repeated. */
export function checkSecretShape(provider: Provider, credential: Credential): Check {
  const text = decodeUtf8(credential.secret.reveal());
  if (text === undefined) {
    return ok(SUBJECT, 'it is no text; its bytes are the key');
  }
  const odd = ODDITIES.find(({ is }) => is(text, provider, credential));
  if (odd === undefined) {
    return ok(SUBJECT, looksOf(text));
  }
  return (odd.isFault === true ? fail : warn)(SUBJECT, odd.detail, odd.remedy);
}

interface Oddity {
  readonly is: (text: string, provider: Provider, credential: Credential) => boolean;
  readonly detail: string;
  readonly remedy: string;
  /** Whether no signature can be right with it. */
  readonly isFault?: boolean;
}

const STORE_AGAIN = 'Copy it again from where the provider shows it, and store it anew.';

const PLACEHOLDERS = [
  /^<.*>$/s,
  /^\[.*\]$/s,
  /^\$\{?\w+\}?$/,
  /^\{\{.*\}\}$/s,
  /^%\w+%$/,
  /^([x*.\u2022\u2026_-])\1*$/i,
  /^(?:(?:your|my|the|a|an|api|hmac|client|app|webhook|new|some|test|dummy|example|sample|demo)[\s_-]?)*(?:secret|password|token|key)(?:[\s_-]?(?:key|here|value|goes[\s_-]?here))*$/i,
  /^(?:change|replace|fill|insert|enter|put|paste)[\s_-]?(?:me|this|in|it|your)\b.*$/is,
  /^(?:change|replace)[\s_-]?(?:me|this)/i,
  /^(?:todo|tbd|fixme|none|null|nil|undefined|example|placeholder|redacted|dummy|foo|bar|test|1234\d*)$/i,
];

/** Strongest first: the first that fits is the one that is told. */
const ODDITIES: readonly Oddity[] = [
  {
    is: (text) => text === '',
    detail: 'it is empty',
    remedy: STORE_AGAIN,
    isFault: true,
  },
  {
    is: (text) => PLACEHOLDERS.some((pattern) => pattern.test(unquoted(text.trim()))),
    detail: 'it is a placeholder, as documentation has it, and no secret',
    remedy: STORE_AGAIN,
    isFault: true,
  },
  {
    is: (text, _provider, { fields }) => text.trim() === fields.apiKey,
    detail: 'it is the same as the API key',
    remedy: `The secret is another value than the key. ${STORE_AGAIN}`,
    isFault: true,
  },
  {
    is: (text) => text.startsWith('\ufeff'),
    detail: 'it begins with a byte order mark, which is part of the key',
    remedy: 'An editor put that into its file. Store the secret again without it.',
  },
  {
    is: (text) => /^[\r\n]|[\r\n]$/.test(text),
    detail: 'it begins or ends with a line break, which is part of the key',
    remedy: 'If a file or echo added it (printf does not), store the secret again without it.',
  },
  {
    is: (text) => /^[\s\u200b\u2060\ufeff]|[\s\u200b\u2060\ufeff]$/.test(text),
    detail: 'it begins or ends with white space, which is part of the key',
    remedy: 'If it came along by copying, store the secret again without it.',
  },
  {
    is: (text) => unquoted(text) !== text,
    detail: 'it stands in quotes, which are part of the key',
    remedy: 'If they came from a .env or JSON file, store the secret again without them.',
  },
  {
    is: (text) => /[\r\n]/.test(text),
    detail: 'it has a line break inside',
    remedy: 'If it was broken by copying, store the secret again in one line.',
  },
  {
    is: (text) => /[^\x20-\x7e]/.test(text),
    detail: 'it has characters that are not ASCII, or cannot be seen',
    remedy: 'A secret is seldom made of those. If copying added them, store it again.',
  },
  {
    is: (text, { credential }, { fields }) =>
      credential.some(
        ({ id, shape }) => id === 'apiKey' && !shape.strict && shape.pattern.test(text),
      ) && text !== fields.apiKey,
    detail: 'it begins as an API key of this provider does',
    remedy:
      'Perhaps key and secret were mixed up. Compare both with where the provider shows them.',
  },
];

const QUOTES = new Set(['""', "''", '``', '\u201c\u201d', '\u2018\u2019']);

function unquoted(text: string): string {
  const isQuoted = text.length > 1 && QUOTES.has(`${text.slice(0, 1)}${text.slice(-1)}`);
  return isQuoted ? text.slice(1, -1) : text;
}

/** No provider says how its secrets look: what one looks like is told, and is no fault. */
function looksOf(text: string): string {
  if (/^(?:[0-9a-f]{2}){16,}$/i.test(text)) {
    return `it looks like hex; ${AS_TEXT}`;
  }
  const isBase64 = /^[A-Za-z0-9+/]{20,}={0,2}$/.test(text) && text.length % 4 === 0;
  const isMixed = /[a-z]/.test(text) && /[A-Z]/.test(text) && /[0-9+/=]/.test(text);
  return isBase64 && isMixed ? `it looks like base64; ${AS_TEXT}` : 'nothing is odd about its look';
}

const AS_TEXT = 'its text is the key, undecoded';
