import { decodeUtf8 } from '../../core/bytes.js';
import { VkError } from '../../core/error.js';

export type ReadFile = (path: string) => Uint8Array;

/** What the options of a curl command say, before a request is made of it. */
export interface CurlDraft {
  readonly readFile: ReadFile;
  readonly notes: string[];
  readonly urls: string[];
  readonly headerLines: string[];
  readonly cookies: string[];
  /** Parts of a query that --url-query adds. */
  readonly query: Uint8Array[];
  /** What -d and its relatives gave; undefined where there was none of them. */
  data?: Uint8Array;
  upload?: { readonly name: string; readonly bytes: Uint8Array };
  method?: string;
  requestTarget?: string;
  /** `user:password`, and the option that gave it. */
  user?: { readonly value: Uint8Array; readonly option: string };
  bearer?: string;
  userAgent?: string;
  referer?: string;
  defaultScheme: string;
  isJson: boolean;
  isGet: boolean;
  isHead: boolean;
  isGlobOff: boolean;
  isPathAsIs: boolean;
}

export function emptyDraft(readFile: ReadFile): CurlDraft {
  return {
    readFile,
    notes: [],
    urls: [],
    headerLines: [],
    cookies: [],
    query: [],
    defaultScheme: 'http',
    isJson: false,
    isGet: false,
    isHead: false,
    isGlobOff: false,
    isPathAsIs: false,
  };
}

/** The value of an option as text. @throws VkError `usage` where it is not UTF-8 */
export function optionText(option: string, value: Uint8Array): string {
  const text = decodeUtf8(value);
  if (text === undefined) {
    throw new VkError(
      'usage',
      `the value of curl's ${option} is not UTF-8`,
      'Only a body may be made of any bytes.',
    );
  }
  return text;
}

/** Reads the file that an option names, and says so. @throws VkError */
export function optionFile(draft: CurlDraft, option: string, path: string): Uint8Array {
  if (path === '-' || path === '') {
    throw new VkError(
      'usage',
      `curl's ${option} reads standard input, which is not a part of the pasted command`,
      `Save what it reads to a file, and name that in its place.`,
    );
  }
  const bytes = draft.readFile(path);
  draft.notes.push(`${option} was read from ${path} as it is now (${bytes.length} bytes).`);
  return bytes;
}
