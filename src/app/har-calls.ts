import { VkError } from '../core/error.js';
import { findHeader, type Header } from '../core/headers.js';
import type { Provider } from '../core/provider.js';
import { utf8 } from '../core/bytes.js';
import { membersOf } from '../core/parsed-json.js';
import { providers } from '../providers/registry.js';
import type { HistoryEntry, RecordedResponse } from './history.js';
import { harEntries, readHarEntry } from './paste/har.js';
import { ownerOf } from './paste/owner.js';
import type { PastedRequest } from './paste/pasted-request.js';
import type { ProfileSet } from './ports.js';

/** Whose API it is, where neither the file nor the requests tell. */
export type AssumedOwner = Readonly<{ provider?: string; profile?: string }>;

/**
 * The calls of a HAR file, one of `vk history export` or of a browser.
 *
 * @throws VkError for a file that is no HAR, or whose requests show no provider
 */
export function readHarCalls(
  text: string,
  profiles: ProfileSet,
  assumed: AssumedOwner,
): readonly HistoryEntry[] {
  return harEntries(text).map((entry, index) =>
    readCall(membersOf(entry), index + 1, profiles, assumed),
  );
}

function readCall(
  entry: Members,
  number: number,
  profiles: ProfileSet,
  assumed: AssumedOwner,
): HistoryEntry {
  const request = readHarEntry(entry);
  const own = membersOf(entry['_vk']);
  const provider = textOf(own['provider']) ?? assumed.provider;
  const owner =
    provider === undefined ? ownerOf(request, profiles) : { provider, ...profileOf(own) };
  if (owner === undefined) {
    throw new VkError(
      'usage',
      `nothing shows whose API entry ${number} of the HAR file is for`,
      'Name it with --provider ID, or with --profile NAME.',
    );
  }
  const response = readAnswer(membersOf(entry['response']), entry['time']);
  const sandbox = textOf(own['sandbox']);
  const mode = textOf(own['mode']) ?? reportedMode(owner.provider, response);
  return {
    id: textOf(own['id']) ?? `har${number}`,
    timeMs: Date.parse(textOf(entry['startedDateTime']) ?? '') || 0,
    command: 'call',
    provider: owner.provider,
    ...(owner.profile !== undefined && { profile: owner.profile }),
    isLocal: own['isLocal'] === true,
    ...(sandbox !== undefined && { sandbox }),
    origin: request.origin ?? '',
    ...(mode !== undefined && { mode }),
    request: {
      method: request.method.toUpperCase(),
      target: request.target,
      headers: withoutTransport(request),
      bodyBytes: sizeOf(membersOf(entry['request'])['bodySize'], request.body),
      body: request.body,
    },
    ...(response !== undefined && { response }),
  };
}

/** A browser knows nothing of modes, and has kept the header. */
function reportedMode(id: string, response: RecordedResponse | undefined): string | undefined {
  const provider: Provider | undefined = providers.find((each) => each.id === id);
  const header = provider?.mode?.header;
  return header && response && findHeader(response.headers, header);
}

function profileOf(own: Members): { readonly profile?: string } {
  const profile = textOf(own['profile']);
  return profile === undefined ? {} : { profile };
}

/** What a browser adds for itself, and what was meant for another host. */
function withoutTransport({ headers }: PastedRequest): readonly Header[] {
  return headers.filter(
    ([name]) => !/^(?:accept-encoding|cookie|authorization|proxy-authorization)$/i.test(name),
  );
}

function readAnswer(response: Members, time: unknown): RecordedResponse | undefined {
  const { status, statusText, headers, content } = response;
  if (typeof status !== 'number' || status === 0) {
    return undefined;
  }
  const { text, encoding, size } = membersOf(content);
  const body =
    typeof text !== 'string'
      ? undefined
      : encoding === 'base64'
        ? Buffer.from(text, 'base64')
        : utf8(text);
  return {
    status,
    statusText: textOf(statusText) ?? '',
    ms: typeof time === 'number' ? Math.round(time * 10) / 10 : 0,
    headers: (Array.isArray(headers) ? headers : []).flatMap(readHeader),
    bodyBytes: sizeOf(size, body ?? new Uint8Array()),
    ...(body !== undefined && { body }),
  };
}

function readHeader(header: unknown): Header[] {
  const { name, value } = membersOf(header);
  return typeof name === 'string' && typeof value === 'string' ? [[name, value]] : [];
}

/** Some programs write -1, or nothing, for what they do not know. */
function sizeOf(size: unknown, body: Uint8Array): number {
  return typeof size === 'number' && size > 0 && body.length === 0 ? size : body.length;
}

type Members = Readonly<Record<string, unknown>>;

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
