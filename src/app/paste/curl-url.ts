import { utf8 } from '../../core/bytes.js';
import { VkError } from '../../core/error.js';
import { hasDotSegment, pathOf } from '../../core/target.js';
import { percentEncoded } from './curl-data.js';
import { optionText, type CurlDraft } from './curl-draft.js';
import { encodingNotes, fragmentNotes, refuseScheme, splitUrl, type UrlParts } from './url.js';

/**
 * The one URL of a curl command, with all that options put into it.
 *
 * @throws VkError `usage` or `bad-url`
 */
export function resolveCurlUrl(draft: CurlDraft): UrlParts {
  const url = splitUrl(withoutGlobs(draft, withScheme(draft, onlyUrl(draft))));
  const target = withQuery(draft, withFileName(draft, url.target));
  draft.notes.push(...fragmentNotes(url), ...encodingNotes(target), ...dotNotes(draft, target));
  return { ...url, target };
}

function onlyUrl({ urls }: CurlDraft): string {
  const [url, another] = urls;
  if (url === undefined) {
    throw new VkError('usage', 'the curl command has no URL', 'Paste the whole command.');
  }
  if (another !== undefined) {
    throw new VkError(
      'usage',
      `the curl command has ${urls.length} URLs, or a value that is not quoted`,
      'Paste one request at a time, with quotes round values that have spaces.',
    );
  }
  return url;
}

function withScheme(draft: CurlDraft, url: string): string {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(url)) {
    return url;
  }
  refuseScheme(draft.defaultScheme);
  draft.notes.push(`The URL has no scheme: curl takes ${draft.defaultScheme}://.`);
  return `${draft.defaultScheme}://${url}`;
}

const IPV6_HOST = /^[a-z]+:\/\/(?:[^/?#]*@)?\[[0-9a-f:.%]+\]/i;
const ESCAPED_BRACKET = /\\([[\]{}])/g;

/** Without --globoff, curl takes brackets and braces for patterns, and a backslash for their escape. */
function withoutGlobs({ isGlobOff }: CurlDraft, url: string): string {
  if (isGlobOff) {
    return url;
  }
  const host = IPV6_HOST.exec(url)?.[0] ?? '';
  const rest = url.slice(host.length);
  if (/[[\]{}]/.test(rest.replace(ESCAPED_BRACKET, '').replaceAll('[]', ''))) {
    throw new VkError(
      'bad-url',
      'the URL has brackets or braces, which curl reads as a pattern for several URLs',
      'Add --globoff (-g) to the command if they are meant as they are.',
    );
  }
  return host + rest.replace(ESCAPED_BRACKET, '$1');
}

/** Where an upload's URL ends in a slash, curl puts the name of the file behind it. */
function withFileName({ upload, notes }: CurlDraft, target: string): string {
  const path = pathOf(target);
  if (upload === undefined || !path.endsWith('/')) {
    return target;
  }
  const whole = path + percentEncoded(utf8(upload.name));
  notes.push(...hexNotes(whole, 'the path that ends in the name of the file'));
  return whole + target.slice(path.length);
}

function hexNotes(text: string, what: string): string[] {
  return /%(?:[A-F][0-9A-Fa-f]|[0-9][A-F])/.test(text)
    ? [
        `Some versions of curl write the hex digits of ${what} in lower case (%c3). Here they are as written.`,
      ]
    : [];
}

function withQuery(draft: CurlDraft, target: string): string {
  const data = draft.isGet && draft.data !== undefined ? [draft.data] : [];
  if (data.length > 0 && draft.query.length > 0) {
    throw new VkError(
      'usage',
      'the curl command has --url-query and -G, and what curl makes of both depends on its version',
      'Write the query into the URL.',
    );
  }
  const added = [...draft.query, ...data].map((bytes) => optionText('query', bytes)).join('&');
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  if (/[\0-\x20\x7f]/.test(added)) {
    throw new VkError(
      'bad-url',
      'the data for the query has a space or a control character, and curl refuses such a URL',
      'Use --data-urlencode, or write a space as %20.',
    );
  }
  if (added === '') {
    return target;
  }
  draft.notes.push(...hexNotes(added, 'the added query'));
  const hasQuery = target.includes('?');
  return `${target}${hasQuery ? (target.endsWith('?') ? '' : '&') : '?'}${added}`;
}

function dotNotes({ isPathAsIs, requestTarget }: CurlDraft, target: string): string[] {
  return isPathAsIs || requestTarget !== undefined || !hasDotSegment(pathOf(target))
    ? []
    : [
        'The path has a . or .. segment, which curl removes unless --path-as-is is given. Here it is kept as written.',
      ];
}
