import { utf8 } from '../../core/bytes.js';
import type { Header } from '../../core/headers.js';
import type { CurlDraft } from './curl-draft.js';
import { pastedHeader } from './pasted-request.js';

/**
 * The headers that a curl command gives, in the order in which curl sends them: those that options
 * stand for, the user's, and Content-Type of a form. The user's take the place of the others.
 *
 * @throws VkError `bad-header`
 */
export function curlHeaders(draft: CurlDraft, userInfo: string | undefined): Header[] {
  const lines = draft.headerLines.flatMap((line) => parseLine(draft, line));
  const named = new Set(lines.map(({ name }) => name.toLowerCase()));
  const isFree = ([name]: Header): boolean => !named.has(name.toLowerCase());
  return [
    ...authorization(draft, userInfo, named.has('authorization')),
    ...optionHeaders(draft).filter(isFree),
    ...lines.flatMap(({ header }) => (header === undefined ? [] : [header])),
    ...jsonHeaders(draft).filter(isFree),
    ...formHeaders(draft).filter(isFree),
  ];
}

interface HeaderLine {
  readonly name: string;
  /** Undefined where the line only keeps curl from sending a header of its own. */
  readonly header: Header | undefined;
}

const OWN_HEADERS =
  /^(?:accept|accept-encoding|user-agent|host|content-type|content-length|expect|authorization|cookie|referer|connection|transfer-encoding|te)$/i;

function parseLine({ notes }: CurlDraft, line: string): HeaderLine[] {
  const [, emptyName] = /^([^:;]+);\s*$/.exec(line) ?? [];
  if (emptyName !== undefined) {
    return [{ name: emptyName, header: pastedHeader(emptyName, '') }];
  }
  const colon = line.indexOf(':');
  if (colon < 1) {
    notes.push(
      'A header without a name and a colon was left out, as curl does: write -H "Name: value".',
    );
    return [];
  }
  const [name, value] = pastedHeader(line.slice(0, colon), line.slice(colon + 1));
  if (value !== '') {
    return [{ name, header: [name, value] }];
  }
  if (!OWN_HEADERS.test(name)) {
    notes.push(
      `-H "${name}:" sends no header: curl takes it for an order to leave ${name} out. An empty one is written -H "${name};".`,
    );
  }
  return [{ name, header: undefined }];
}

function optionHeaders(draft: CurlDraft): Header[] {
  const cookies = draft.cookies.filter((cookie) => cookie !== '').join(';');
  const given: readonly (readonly [name: string, value: string | undefined])[] = [
    ['User-Agent', draft.userAgent],
    ['Referer', draft.referer],
    ['Cookie', cookies],
  ];
  return given.flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [pastedHeader(name, value)],
  );
}

/** The Authorization that options or the URL stand for, unless the user wrote the header itself. */
function authorization(
  { bearer, user, notes }: CurlDraft,
  userInfo: string | undefined,
  isWritten: boolean,
): Header[] {
  if (isWritten) {
    return [];
  }
  if (bearer !== undefined) {
    return [pastedHeader('Authorization', `Bearer ${bearer}`)];
  }
  if (user !== undefined) {
    notes.push(`${user.option} became the header Authorization: Basic, as in curl.`);
    return [basic(user.value)];
  }
  if (userInfo === undefined) {
    return [];
  }
  notes.push('The user information of the URL became Authorization: Basic, as in curl.');
  return [basic(percentDecoded(userInfo.includes(':') ? userInfo : `${userInfo}:`))];
}

function basic(userAndPassword: Uint8Array): Header {
  return ['Authorization', `Basic ${Buffer.from(userAndPassword).toString('base64')}`];
}

/** Byte for byte: what is encoded need not be UTF-8. */
function percentDecoded(text: string): Uint8Array {
  const latin1 = Buffer.from(utf8(text)).toString('latin1');
  const decoded = latin1.replace(/%([0-9A-Fa-f]{2})/g, (_all, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return Buffer.from(decoded, 'latin1');
}

function jsonHeaders({ isJson }: CurlDraft): Header[] {
  return isJson
    ? [
        ['Content-Type', 'application/json'],
        ['Accept', 'application/json'],
      ]
    : [];
}

function formHeaders({ data, isGet, isJson }: CurlDraft): Header[] {
  return data === undefined || isGet || isJson
    ? []
    : [['Content-Type', 'application/x-www-form-urlencoded']];
}
