import { FIELD_VARIABLES } from '../../app/value-sources.js';
import type { FieldName } from '../../core/provider.js';
import {
  fieldsOf,
  messagePieces,
  type HeaderValue,
  type MessagePiece,
  type SnippetRequest,
} from './snippet-request.js';

/** How one language writes what all templates need. */
export interface Notation {
  /** A string literal. */
  readonly quote: (text: string) => string;
  /** The local variable of a value. */
  readonly names: Readonly<
    Record<FieldName | 'timestamp' | 'signature' | 'target' | 'body', string>
  >;
  /** An expression for an id that no other request has. */
  readonly newId: string;
}

/** As variables are called in most languages. */
export const CAMEL_CASE_NAMES: Notation['names'] = {
  apiKey: 'apiKey',
  code: 'code',
  email: 'email',
  timestamp: 'timestamp',
  signature: 'signature',
  target: 'target',
  body: 'body',
};

/** As they are called in Python and Ruby. */
export const SNAKE_CASE_NAMES: Notation['names'] = { ...CAMEL_CASE_NAMES, apiKey: 'api_key' };

/** Lines, some of which are there only in some cases. */
export type Lines = readonly (string | false | Lines)[];

/** The program of its lines, each ended by a line break. */
export function program(lines: Lines): string {
  return `${flatten(lines).join('\n')}\n`;
}

function flatten(lines: Lines): string[] {
  return lines.flatMap((line) => {
    if (line === false) {
      return [];
    }
    return typeof line === 'string' ? [line] : flatten(line);
  });
}

/** What stands above every snippet, as lines without the sign of a comment. */
export function heading(request: SnippetRequest, howToRun: string): string[] {
  const { method, scheme, origin } = request;
  const needed = neededVariables(request);
  const fallback = origin === undefined ? '' : ` (${origin} where it is not set)`;
  return [
    `A ${method} request that is signed with HMAC-${scheme.algorithm.toUpperCase()} as it runs: ${howToRun}`,
    `Reads ${needed.slice(0, -1).join(', ')} and ${needed.at(-1) ?? ''} from the environment.`,
    `Scheme and host come from VK_BASE_URL${fallback}.`,
  ];
}

/** The variables without which the snippet cannot run. */
export function neededVariables(request: SnippetRequest): string[] {
  const fields = fieldsOf(request).map((field) => FIELD_VARIABLES[field]);
  return [...(request.origin === undefined ? ['VK_BASE_URL'] : []), ...fields, 'VK_API_SECRET'];
}

/** Says why the target is not put together by a library. */
export const TARGET_COMMENT =
  'Signed and sent as it stands: encoding it anew would break the signature.';

/** The expression of a header's value. */
export function headerExpression(value: HeaderValue, { quote, names, newId }: Notation): string {
  switch (value.kind) {
    case 'text':
      return quote(value.text);
    case 'field':
      return names[value.field];
    case 'new-id':
      return newId;
    default:
      return names[value.kind];
  }
}

/** The expressions of the whole message, for languages in which a body is a string. */
export function messageTexts(request: SnippetRequest, notation: Notation): string[] {
  return messagePieces(request).map((piece) => pieceExpression(piece, notation));
}

/** The same in runs: texts that are joined before they become bytes, and the body, which is bytes. */
export function messageRuns(
  request: SnippetRequest,
  notation: Notation,
): readonly { readonly isBody: boolean; readonly expressions: readonly string[] }[] {
  const runs: { isBody: boolean; expressions: string[] }[] = [];
  for (const piece of messagePieces(request)) {
    const isBody = piece.kind === 'body';
    const last = runs.at(-1);
    if (last === undefined || isBody || last.isBody) {
      runs.push({ isBody, expressions: [pieceExpression(piece, notation)] });
    } else {
      last.expressions.push(pieceExpression(piece, notation));
    }
  }
  return runs;
}

function pieceExpression(piece: MessagePiece, { quote, names }: Notation): string {
  return piece.kind === 'text' ? quote(piece.text) : names[piece.kind];
}

/** The variable that holds a public field. */
export function fieldVariable(field: FieldName): string {
  return FIELD_VARIABLES[field];
}
