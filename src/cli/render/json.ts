import { decodeUtf8 } from '../../core/bytes.js';
import type { Header } from '../../core/headers.js';
import { compactJson, indentJson, type JsonToken } from '../../core/json-text.js';
import type { Palette } from './palette.js';
import { visible } from './text.js';

/** Bytes as a member of a JSON document: their text, or base64 where they are no UTF-8. */
export function bytesMember(
  name: string,
  bytes: Uint8Array,
): Readonly<Record<string, string | null>> {
  const text = decodeUtf8(bytes);
  return text === undefined
    ? { [name]: null, [`${name}Base64`]: Buffer.from(bytes).toString('base64') }
    : { [name]: text };
}

export function headerList(headers: readonly Header[]): readonly { name: string; value: string }[] {
  return headers.map(([name, value]) => ({ name, value }));
}

/** An answer's body as JSON text: spelled as it came where it is JSON, else as a string. */
export function bodyJson(body: Uint8Array): { readonly type: string; readonly json: string } {
  if (body.length === 0) {
    return { type: 'empty', json: 'null' };
  }
  const text = decodeUtf8(body);
  if (text === undefined) {
    return { type: 'base64', json: JSON.stringify(Buffer.from(body).toString('base64')) };
  }
  const compact = compactJson(text);
  return compact === undefined
    ? { type: 'text', json: JSON.stringify(text) }
    : { type: 'json', json: compact };
}

/** JSON for a person: indented and coloured, each token as it came. */
export function prettyJson(tokens: readonly JsonToken[], palette: Palette): string {
  return indentJson(tokens, ({ kind, text }) => {
    switch (kind) {
      case 'key':
        return palette.key(visible(text));
      case 'string':
        return palette.ok(visible(text));
      case 'number':
        return text;
      case 'word':
        return palette.warn(text);
      default:
        return palette.dim(text);
    }
  });
}
