import { VkError } from '../core/error.js';
import type {
  DigestAlgorithm,
  Scheme,
  SignatureEncoding,
  TimestampFormat,
} from '../core/provider.js';

/** Settled here where a scheme by hand does not say: as most providers do. */
const TOLERANCE_SECONDS = 300;

/**
 * Reads a webhook's scheme that is written by hand: `{timestamp}.{body}`, `{body}`, or with what is
 * not SHA-256 in hex before it: `sha512:base64:{timestamp}.{body}`. The timestamp is in Unix seconds;
 * `{timestamp:iso}` is in ISO 8601.
 *
 * @throws VkError `usage`
 */
export function parseScheme(text: string): Scheme {
  const [, algorithm = 'sha256', encoding = 'hex', first = '', separator = '', second] =
    SCHEME.exec(text) ?? [];
  const parts = [first, second].filter((part) => part !== undefined).map(partOf);
  const [one, two] = parts;
  const hash = ALGORITHMS.find((each) => each === algorithm);
  const code = ENCODINGS.find((each) => each === encoding);
  const hasBody = parts.some((part) => part?.name === 'body');
  if (one === undefined || one.name === two?.name || !hasBody || !hash || !code) {
    throw new VkError(
      'usage',
      `--scheme ${JSON.stringify(text)} is no scheme`,
      "Write what is signed as '{timestamp}.{body}', '{body}' or 'sha512:base64:{timestamp:iso}{body}'.",
    );
  }
  const format = one.format ?? two?.format;
  return {
    parts: two === undefined ? [one.name] : [one.name, two.name],
    separator,
    algorithm: hash,
    encoding: code,
    ...(format !== undefined && { timestamp: { format, toleranceSeconds: TOLERANCE_SECONDS } }),
  };
}

const SCHEME =
  /^(?:(sha\d+):)?(?:(hex|base64|base64url):)?\{([a-z:]+)\}(?:([^{}]*)\{([a-z:]+)\})?$/;
const ALGORITHMS = [
  'sha1',
  'sha256',
  'sha384',
  'sha512',
] as const satisfies readonly DigestAlgorithm[];
const ENCODINGS = ['hex', 'base64', 'base64url'] as const satisfies readonly SignatureEncoding[];

interface SignedPart {
  readonly name: 'timestamp' | 'body';
  readonly format?: TimestampFormat;
}

function partOf(text: string): SignedPart | undefined {
  return PARTS.get(text);
}

const PARTS: ReadonlyMap<string, SignedPart> = new Map<string, SignedPart>([
  ['body', { name: 'body' }],
  ['timestamp', { name: 'timestamp', format: 'unix-seconds' }],
  ['timestamp:unix', { name: 'timestamp', format: 'unix-seconds' }],
  ['timestamp:iso', { name: 'timestamp', format: 'iso-8601' }],
]);
