import type { PastedRequest } from '../app/paste/pasted-request.js';
import type { FilePort } from '../app/ports.js';
import { decodeUtf8 } from '../core/bytes.js';
import { VkError } from '../core/error.js';

/** Where a pasted request is: a curl command itself, or a file; `-` is standard input. */
export interface PasteSource {
  readonly kind: 'curl' | 'http' | 'har';
  readonly value: string;
  readonly entry?: number;
}

/** Reads a pasted request; its reader loads when it is used. */
export async function readPasted(
  { kind, value, entry }: PasteSource,
  files: FilePort,
): Promise<PastedRequest> {
  if (kind === 'curl') {
    const { readCurl } = await import('../app/paste/curl.js');
    const text = value === '-' ? textOf(await files.readStdin(), 'standard input') : value;
    return readCurl(text, files.read);
  }
  const bytes = value === '-' ? await files.readStdin() : files.read(value);
  if (kind === 'http') {
    const { readHttp } = await import('../app/paste/http-text.js');
    return readHttp(bytes);
  }
  const { readHar } = await import('../app/paste/har.js');
  return readHar(textOf(bytes, value), entry);
}

function textOf(bytes: Uint8Array, name: string): string {
  const text = decodeUtf8(bytes);
  if (text === undefined) {
    throw new VkError('bad-body', `${name} is not UTF-8`, 'Save it as UTF-8 and try again.');
  }
  return text.replace(/^\ufeff/, '');
}
