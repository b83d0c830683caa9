import type { WireRequest } from '../../app/ports.js';
import { decodeUtf8 } from '../../core/bytes.js';

/**
 * A curl command that sends the same bytes: no path normalisation, no globbing, no body conversion.
 * Values are quoted for POSIX shells; a body that is no plain text comes through a pipe, in bash.
 */
export function renderCurl({ base, method, target, headers, body }: WireRequest): string {
  const url = base.origin + Buffer.from(target).toString('latin1');
  const text = plainText(body);
  // With --head, curl does not wait for a body that never comes; but then it takes none either.
  const verb = method === 'HEAD' && text === '' ? '--head' : `--request ${method}`;
  const lines = [
    `curl --path-as-is --globoff ${verb} ${shellQuote(url)}`,
    ...headers.map(([name, value]) => `--header ${shellQuote(headerLine(name, value))}`),
    ...(text === undefined
      ? ['--data-binary @-']
      : text === ''
        ? []
        : [`--data-raw ${shellQuote(text)}`]),
  ];
  const piped =
    text === undefined ? `base64 --decode <<< ${Buffer.from(body).toString('base64')} | ` : '';
  return `${piped}${lines.join(' \\\n  ')}\n`;
}

/** A word for a POSIX shell. */
export function shellQuote(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** curl takes `Name:` for "leave it out", and `Name;` for an empty value. */
function headerLine(name: string, value: string): string {
  return value === '' ? `${name};` : `${name}: ${value}`;
}

// Linux takes no longer argument than 128 KiB.
const LONGEST_ARGUMENT = 100_000;

/** The body as text that can stand in a command line; undefined where it has to go another way. */
function plainText(body: Uint8Array): string | undefined {
  const text = body.length > LONGEST_ARGUMENT ? undefined : decodeUtf8(body);
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  return text === undefined || /[\0-\x08\x0b-\x1f\x7f]/.test(text) ? undefined : text;
}
