import type { FilePort } from '../app/ports.js';
import type { RequestOptions, RequestWords } from '../app/request.js';
import { parseMemberName, type BodyMember } from '../core/body.js';
import { decodeUtf8 } from '../core/bytes.js';
import { VkError } from '../core/error.js';
import type { PasteSource } from './paste.js';
import { parseRequestItem, type RequestItem } from './request-items.js';

/** The words of a request as the command line has them. */
export interface RawRequest {
  readonly method: string;
  readonly path: string;
  readonly items: readonly string[];
  readonly data: string | undefined;
  readonly options: RequestOptions;
  readonly overrideHeaders: boolean;
  /** A pasted request in the place of the words. */
  readonly paste?: PasteSource;
}

/** Sorts the items by what they are and reads the files that they name. */
export async function readRequestWords(raw: RawRequest, files: FilePort): Promise<RequestWords> {
  const items = raw.items.map(parseRequestItem);
  return {
    method: raw.method,
    path: raw.path,
    query: items.filter(({ kind }) => kind === 'query').map(({ name, value }) => [name, value]),
    headers: items.filter(({ kind }) => kind === 'header').map(({ name, value }) => [name, value]),
    members: items.filter(isMember).map((item) => readMember(item, files)),
    data: raw.data === undefined ? undefined : await readData(raw.data, files),
    options: raw.options,
    overrideHeaders: raw.overrideHeaders,
  };
}

function isMember({ kind }: RequestItem): boolean {
  return kind !== 'query' && kind !== 'header';
}

function readMember({ kind, name, value }: RequestItem, files: FilePort): BodyMember {
  const path = parseMemberName(name);
  switch (kind) {
    case 'json':
      return { name, path, json: value };
    case 'json-file':
      return { name, path, json: readText(value, files) };
    case 'string-file':
      return { name, path, json: JSON.stringify(readText(value, files)) };
    default:
      return { name, path, json: JSON.stringify(value) };
  }
}

/** A member of a JSON body has to be text; raw bytes go with --data. */
function readText(path: string, files: FilePort): string {
  const text = decodeUtf8(files.read(path));
  if (text === undefined) {
    throw new VkError(
      'bad-body',
      `${path} is not UTF-8, and JSON holds nothing else`,
      'Encode it first, or send the bytes as they are with --data @FILE.',
    );
  }
  return text;
}

/** The bytes of `--data`: a text, `@FILE`, or `@-` for standard input. */
export async function readData(data: string, files: FilePort): Promise<Uint8Array> {
  if (data === '@-') {
    return await files.readStdin();
  }
  return data.startsWith('@') ? files.read(data.slice(1)) : Buffer.from(data);
}
