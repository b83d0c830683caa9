import type { FieldName, Scheme } from '../../core/provider.js';

/** A request as every language's template sees it: nothing in it names a provider or is a secret. */
export interface SnippetRequest {
  readonly method: string;
  /** Scheme and host; undefined where the provider publishes none and none is set. */
  readonly origin: string | undefined;
  /** Path and query as they are signed and sent: printable ASCII. */
  readonly target: string;
  readonly scheme: Scheme;
  /** In the order in which they are sent, each name once. */
  readonly headers: readonly SnippetHeader[];
  readonly body: Uint8Array;
}

export interface SnippetHeader {
  readonly name: string;
  readonly value: HeaderValue;
}

/** What a header says: a text, or something that is known only when the snippet runs. */
export type HeaderValue =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'field'; readonly field: FieldName }
  | { readonly kind: 'timestamp' | 'signature' | 'new-id' };

/** A piece of the signed message; the texts between the values are joined. */
export type MessagePiece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'timestamp' | 'target' | 'body' | 'email' };

/**
 * What the signature is made of, in order: the scheme's parts with its separator between them. Never
 * empty; a body that is empty leaves nothing but its separator.
 */
export function messagePieces({ scheme, method, body }: SnippetRequest): MessagePiece[] {
  const pieces: MessagePiece[] = [];
  for (const [index, part] of scheme.parts.entries()) {
    addText(pieces, index === 0 ? '' : scheme.separator);
    if (part === 'method') {
      addText(pieces, method);
    } else if (part !== 'body' || body.length > 0) {
      pieces.push({ kind: part });
    }
  }
  return pieces.length === 0 ? [{ kind: 'text', text: '' }] : pieces;
}

function addText(pieces: MessagePiece[], text: string): void {
  const last = pieces.at(-1);
  if (last?.kind === 'text') {
    pieces[pieces.length - 1] = { kind: 'text', text: last.text + text };
  } else if (text !== '') {
    pieces.push({ kind: 'text', text });
  }
}

/** The public fields that the snippet reads from the environment, in the order of their use. */
export function fieldsOf(request: SnippetRequest): FieldName[] {
  const sent = request.headers.flatMap(({ value }) =>
    value.kind === 'field' ? [value.field] : [],
  );
  const signed = messagePieces(request).flatMap(({ kind }) => (kind === 'email' ? [kind] : []));
  return [...new Set([...sent, ...signed])];
}

/** Whether anything says what time it is. */
export function hasTimestamp(request: SnippetRequest): boolean {
  return (
    request.scheme.parts.includes('timestamp') ||
    request.headers.some(({ value }) => value.kind === 'timestamp')
  );
}

/** Whether a header has to be made up anew for each request. */
export function hasNewId({ headers }: SnippetRequest): boolean {
  return headers.some(({ value }) => value.kind === 'new-id');
}
