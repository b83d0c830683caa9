import type { WireRequest } from '../../app/ports.js';
import type { Settings } from '../../app/settings.js';
import type { Header } from '../../core/headers.js';
import type { SignedRequest } from '../../core/sign.js';
import { shellQuote } from './curl.js';
import { bytesMember } from './json.js';

/** `Name: value`, a line each, ready for a request. */
export function renderHeaders({ headers }: Pick<SignedRequest, 'headers'>): string {
  return headers.map(([name, value]) => `${name}: ${value}\n`).join('');
}

/** `X_API_KEY='…'`, a line each, ready for a shell's `eval` or an env file. */
export function renderEnv({ headers }: Pick<SignedRequest, 'headers'>): string {
  return headers.map(([name, value]) => `${variableName(name)}=${shellQuote(value)}\n`).join('');
}

/** A header called `Path` must not become the shell's own PATH. */
function variableName(header: string): string {
  const name = header.toUpperCase().replace(/[^A-Z0-9]/g, '_');
  return name.startsWith('X_') ? name : `HEADER_${name}`;
}

/** Every stage of the signature as one document. */
export function renderSignJson(...given: Parameters<typeof signDocument>): string {
  return `${JSON.stringify(signDocument(...given), null, 2)}\n`;
}

/** What that document has in it. */
export function signDocument(
  { provider, profile }: Settings,
  request: Pick<WireRequest, 'method' | 'target' | 'body'>,
  timestamp: string,
  signed: SignedRequest,
): Readonly<Record<string, unknown>> {
  return {
    provider: provider.id,
    profile: profile ?? null,
    method: request.method,
    target: Buffer.from(request.target).toString('latin1'),
    ...bytesMember('body', request.body),
    timestamp,
    algorithm: `hmac-${provider.scheme.algorithm}`,
    encoding: provider.scheme.encoding,
    separator: provider.scheme.separator,
    segments: signed.segments.map(({ name, bytes, offset }) => ({
      name,
      offset,
      length: bytes.length,
      ...bytesMember('value', bytes),
    })),
    ...bytesMember('stringToSign', signed.stringToSign),
    signature: signed.signature,
    headers: joinHeaders(signed.headers),
  };
}

/** By name; the values of a repeated one joined as RFC 9110 §5.3 has it. */
function joinHeaders(headers: readonly Header[]): Readonly<Record<string, string>> {
  const joined = new Map<string, string>();
  for (const [name, value] of headers) {
    const before = joined.get(name);
    joined.set(name, before === undefined ? value : `${before}, ${value}`);
  }
  return Object.fromEntries(joined);
}
