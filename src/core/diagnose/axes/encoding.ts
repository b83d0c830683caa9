import type { SignatureEncoding } from '../../provider.js';
import type { Variant } from '../variant.js';

/** A digest's text, and what stands before and after it. */
export interface Surrounded {
  readonly before: string;
  readonly digest: string;
  readonly after: string;
}

/** How a digest became the text of a signature; its value on the axis is that text's reading. */
export interface EncodingVariant extends Omit<Variant<never>, 'make'> {
  /** The digest that a text means in this encoding, perhaps cut short; undefined where it is none. */
  readonly decode: (text: string) => Uint8Array | undefined;
  /** The text of a digest: what a mistaken client would have sent. */
  readonly encode: (digest: Uint8Array) => string;
  /** What stands around the digest in a text that has a decoding: `sha256=…`. */
  readonly around?: (text: string) => Surrounded;
}

/** Encodings of the digest; the documented one of a scheme is left out by whoever reads them. */
export const encodingVariants: readonly EncodingVariant[] = [
  {
    id: 'hex',
    title: 'the signature is in lower-case hex',
    weight: 1,
    remedy: { any: 'Encode the digest as documented.' },
    decode: (text) => exactly(text, 'hex'),
    encode: (digest) => encoded(digest, 'hex'),
  },
  {
    id: 'hex-upper-case',
    title: 'the signature is in upper-case hex',
    weight: 1,
    remedy: {
      any: 'Write the hex digits in lower case.',
      csharp: 'Convert.ToHexString(hash).ToLowerInvariant()',
      java: 'String.format("%02x", b) instead of "%02X"',
    },
    decode: (text) => (/[A-F]/.test(text) ? exactly(text.toLowerCase(), 'hex') : undefined),
    encode: (digest) => encoded(digest, 'hex').toUpperCase(),
  },
  {
    id: 'base64',
    title: 'the signature is in base64',
    weight: 1,
    remedy: {
      any: 'Encode the digest as documented.',
      javascript: ".digest('hex')",
      python: '.hexdigest()',
      php: "leave out hash_hmac's fourth argument, true",
      java: 'HexFormat.of().formatHex(hash)',
    },
    decode: (text) => exactly(text, 'base64'),
    encode: (digest) => encoded(digest, 'base64'),
  },
  {
    id: 'prefix',
    title: 'the signature has a prefix, or what a program printed around it',
    weight: 1,
    remedy: {
      any: "Send the digest alone, without a prefix such as sha256=. In a shell, openssl dgst … -r | cut -d' ' -f1 prints it so.",
    },
    decode: (text) => withoutSurroundings(text, labelled(text)),
    around: labelled,
    encode: (digest) => `sha256=${encoded(digest, 'hex')}`,
  },
  {
    id: 'white-space',
    title: 'the signature has white space or quotation marks around it',
    weight: 1,
    remedy: { any: 'Trim the signature: the output of a program ends with a newline.' },
    decode: (text) => withoutSurroundings(text, spaced(text)),
    around: spaced,
    encode: (digest) => `${encoded(digest, 'hex')}\n`,
  },
  {
    id: 'hex-separated',
    title: 'the signature is in hex with a separator between the bytes',
    weight: 1,
    remedy: {
      any: 'Write the hex digits without anything between them, in lower case.',
      csharp: 'Convert.ToHexString(hash).ToLowerInvariant()',
    },
    decode: (text) =>
      /^[0-9A-Fa-f]{2}([-: ])[0-9A-Fa-f]{2}(?:\1[0-9A-Fa-f]{2})+$/.test(text)
        ? exactly(text.replace(/[-: ]/g, '').toLowerCase(), 'hex')
        : undefined,
    encode: (digest) => encoded(digest, 'hex').toUpperCase().match(/../g)?.join('-') ?? '',
  },
  {
    id: 'base64url',
    title: 'the signature is in base64url',
    weight: 2,
    remedy: { any: 'Encode the digest as documented.' },
    // With padding it is base64url only where it is no base64.
    decode: (text) =>
      exactly(text, 'base64url') ??
      (/[-_]/.test(text) ? exactly(text.replace(/=+$/, ''), 'base64url') : undefined),
    encode: (digest) => encoded(digest, 'base64url'),
  },
  {
    id: 'base64-without-padding',
    title: 'the signature is in base64 without its padding',
    weight: 2,
    remedy: { any: 'Encode the digest as documented.' },
    decode: (text) =>
      text.includes('=')
        ? undefined
        : exactly(text.padEnd(Math.ceil(text.length / 4) * 4, '='), 'base64'),
    encode: (digest) => encoded(digest, 'base64').replace(/=+$/, ''),
  },
  {
    id: 'base64-of-hex',
    title: 'the signature is the base64 of the hex text',
    weight: 2,
    remedy: {
      any: 'Encode the digest once.',
      php: 'leave out base64_encode: hash_hmac gives hex already',
    },
    decode: (text) => within(exactly(text, 'base64'), 'hex'),
    encode: (digest) => Buffer.from(encoded(digest, 'hex')).toString('base64'),
  },
  {
    id: 'hex-of-hex',
    title: 'the signature was encoded twice',
    weight: 2,
    remedy: { any: 'Encode the digest once.' },
    decode: (text) =>
      within(exactly(text, 'hex'), 'hex') ??
      within(exactly(text, 'hex'), 'base64') ??
      within(exactly(text, 'base64'), 'base64'),
    encode: (digest) => Buffer.from(encoded(digest, 'hex')).toString('hex'),
  },
  {
    id: 'url-encoded',
    title: 'the signature is URL-encoded base64',
    weight: 2,
    remedy: { any: 'Encode the digest as documented; a header needs no URL-encoding.' },
    decode: (text) =>
      /%(?:2[BbFf]|3[Dd])/.test(text)
        ? exactly(text.replace(/%[0-9A-Fa-f]{2}/g, unescaped), 'base64')
        : undefined,
    encode: (digest) => encodeURIComponent(encoded(digest, 'base64')),
  },
  {
    id: 'hex-signed-bytes',
    title: 'the signature is in hex in which bytes above 7f have the digits of an int',
    weight: 2,
    language: 'java',
    remedy: {
      any: 'Write each byte as two digits.',
      java: 'String.format("%02x", b) instead of Integer.toHexString(b)',
    },
    decode: (text) =>
      /ffffff[89a-f]/.test(text)
        ? exactly(text.replace(/ffffff([89a-f][0-9a-f])/g, '$1'), 'hex')
        : undefined,
    encode: (digest) =>
      [...digest].map((byte) => `${byte > 0x7f ? 'ffffff' : ''}${twoDigits(byte)}`).join(''),
  },
  {
    id: 'leading-zeros-missing',
    title: 'the signature is in hex without its leading zeros',
    weight: 2,
    remedy: {
      any: 'Write each byte as two digits: a number loses its leading zeros.',
      java: 'HexFormat.of().formatHex(hash) instead of new BigInteger(hash)',
      python: '.hexdigest() instead of hex(int)',
    },
    decode: (text) =>
      /^[1-9a-f][0-9a-f]{58,62}$/.test(text) ? exactly(text.padStart(64, '0'), 'hex') : undefined,
    encode: (digest) => encoded(digest, 'hex').replace(/^0+/, ''),
  },
  {
    id: 'cut-short',
    title: 'the signature is cut short',
    weight: 2,
    remedy: { any: 'Send the whole digest: 64 hex digits for SHA-256.' },
    decode: (text) =>
      /^[0-9a-f]+$/.test(text) && text.length >= 2 * SHORTEST
        ? exactly(text.slice(0, text.length - (text.length % 2)), 'hex')
        : undefined,
    encode: (digest) => encoded(digest, 'hex').slice(0, 40),
  },
  {
    id: 'cut-at-start',
    title: 'the signature is without its beginning',
    weight: 2,
    remedy: { any: 'Send the whole digest: 64 hex digits for SHA-256.' },
    decode: (text) =>
      /^[0-9a-f]+$/.test(text) && text.length >= 2 * SHORTEST
        ? exactly(text.slice(text.length % 2), 'hex')
        : undefined,
    encode: (digest) => encoded(digest, 'hex').slice(-40),
  },
];

/** Fewer bytes of a digest prove nothing (RFC 2104 §5 asks for 80 bits). */
export const SHORTEST = 10;

// `sha256=`, `hmac-sha256-hex=`, `v1=`, `HMAC-SHA256 `, any of them twice, `t=1739612345,v1=`, and what
// openssl puts around a digest: `SHA2-256(stdin)= ` before it, or ` *stdin` after it.
const PREFIX =
  /^(?:(?:t=\d+,|[A-Za-z][A-Za-z0-9_-]{0,20}[=:]|0x|HMAC[A-Za-z0-9-]* |Bearer |[A-Z0-9-]*\(stdin\)=)\s*)+/;
const SUFFIX = /\s+\*?(?:stdin|-)$/;

// Python writes bytes as b'…'.
const SPACE_BEFORE = /^(?:b(?=["']))?[\s"']+/;
const SPACE_AFTER = /[\s"']+$/;

function labelled(text: string): Surrounded {
  return surrounded(text, PREFIX, SUFFIX);
}

function spaced(text: string): Surrounded {
  return surrounded(text, SPACE_BEFORE, SPACE_AFTER);
}

function surrounded(text: string, start: RegExp, end: RegExp): Surrounded {
  const before = start.exec(text)?.[0] ?? '';
  const rest = text.slice(before.length);
  const after = end.exec(rest)?.[0] ?? '';
  return { before, digest: rest.slice(0, rest.length - after.length), after };
}

function withoutSurroundings(text: string, { digest }: Surrounded): Uint8Array | undefined {
  return digest === text ? undefined : (exactly(digest, 'hex') ?? exactly(digest, 'base64'));
}

function encoded(digest: Uint8Array, encoding: SignatureEncoding): string {
  return Buffer.from(digest).toString(encoding);
}

/** The bytes of a text that is exactly what an encoder would have written. */
function exactly(text: string, encoding: SignatureEncoding): Uint8Array | undefined {
  const bytes = Buffer.from(text, encoding);
  return bytes.length >= SHORTEST && bytes.toString(encoding) === text ? bytes : undefined;
}

function unescaped(escape: string): string {
  return String.fromCharCode(Number.parseInt(escape.slice(1), 16));
}

function twoDigits(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}

function within(
  bytes: Uint8Array | undefined,
  encoding: SignatureEncoding,
): Uint8Array | undefined {
  return bytes && exactly(Buffer.from(bytes).toString('latin1'), encoding);
}
