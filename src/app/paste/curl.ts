import { VkError } from '../../core/error.js';
import { readArguments } from './curl-arguments.js';
import { emptyDraft, type CurlDraft, type ReadFile } from './curl-draft.js';
import { curlHeaders } from './curl-headers.js';
import { resolveCurlUrl } from './curl-url.js';
import { splitCurlCommand } from './curl-words.js';
import { refuseLarge, type PastedRequest } from './pasted-request.js';

/**
 * Reads a curl command as it is typed in bash or in cmd.exe, or as Chrome copies it, into the request
 * that curl would send. The headers that curl adds to every request on its own (Host, User-Agent,
 * Accept, Accept-Encoding, Content-Length, Expect) are not in it.
 *
 * @param readFile for `-d @FILE` and its relatives
 * @throws VkError where the request cannot be known from the command; no value that may be a secret
 *   is repeated
 */
export function readCurl(text: string, readFile: ReadFile): PastedRequest {
  refuseLarge('the pasted command', text.length);
  const { words, notes } = splitCurlCommand(text);
  const draft = emptyDraft(readFile);
  draft.notes.push(...notes);
  readArguments(words, draft);
  refuseContradictions(draft);
  const url = resolveCurlUrl(draft);
  return {
    method: methodOf(draft),
    target: draft.requestTarget ?? url.target,
    origin: url.origin,
    headers: curlHeaders(draft, url.userInfo),
    body: bodyOf(draft),
    notes: draft.notes,
  };
}

function refuseContradictions({ data, isGet, isHead, upload, method }: CurlDraft): void {
  const bodies = [data !== undefined && !isGet, isHead, upload !== undefined];
  if (bodies.filter(Boolean).length > 1) {
    throw new VkError(
      'usage',
      'the curl command asks for more than one of -d, -T and -I, which curl refuses',
      'Leave out all but one. -X HEAD or -X PUT names a method beside -d.',
    );
  }
  if (method !== undefined && !/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(method)) {
    throw new VkError(
      'usage',
      'what -X gives is not an HTTP method',
      'Write one after -X, or leave -X out.',
    );
  }
}

function methodOf({ method, isHead, isGet, upload, data }: CurlDraft): string {
  if (method !== undefined) {
    return method;
  }
  if (isHead) {
    return 'HEAD';
  }
  if (upload !== undefined) {
    return 'PUT';
  }
  return data !== undefined && !isGet ? 'POST' : 'GET';
}

function bodyOf({ data, isGet, upload }: CurlDraft): Uint8Array {
  return (isGet ? undefined : data) ?? upload?.bytes ?? new Uint8Array();
}
