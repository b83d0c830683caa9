import type { WireRequest } from '../../app/ports.js';
import { decodeUtf8 } from '../../core/bytes.js';

/**
 * A curl command that sends the same bytes: no path normalisation, no globbing, no body conversion.
 * Values are quoted for POSIX shells.
 */
export function renderCurl({ base, method, target, headers, body }: WireRequest): string {
  const url = base.origin + Buffer.from(target).toString('latin1');
  const lines = [
    `curl --path-as-is --globoff --request ${method} ${shellQuote(url)}`,
    ...headers.map(([name, value]) => `--header ${shellQuote(`${name}: ${value}`)}`),
    ...(body.length > 0 ? [`--data-raw ${quoteBody(body)}`] : []),
  ];
  return `${lines.join(' \\\n  ')}\n`;
}

/** A word for a POSIX shell. */
export function shellQuote(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** Bytes that are no plain text need the $'...' form of bash, zsh and ksh. */
function quoteBody(body: Uint8Array): string {
  const text = decodeUtf8(body);
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  if (text !== undefined && !/[\0-\x08\x0b-\x1f\x7f]/.test(text) && !text.startsWith('@')) {
    return shellQuote(text);
  }
  const escaped = Array.from(body, (byte) =>
    byte >= 0x20 && byte < 0x7f && byte !== 0x27 && byte !== 0x5c
      ? String.fromCharCode(byte)
      : `\\x${byte.toString(16).padStart(2, '0')}`,
  );
  return `$'${escaped.join('')}'`;
}
