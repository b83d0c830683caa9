import { checkedHeader, findHeader, type Header } from '../core/headers.js';
import type { Provider, RequestOption } from '../core/provider.js';
import type { HistoryEntry } from './history.js';
import { checkedMethod, reservedNames, type PlannedRequest } from './request.js';

/** How much of a call stays as it was. */
export interface ReplayForm {
  /** Whether its timestamp and signature are sent as they were; receivers have to refuse that. */
  readonly isVerbatim: boolean;
  /** Whether its idempotency key and event id are sent as they were. */
  readonly keepsKeys: boolean;
}

/** A recorded call, ready to be made again. */
export interface PlannedReplay {
  readonly request: PlannedRequest;
  /** The old one; undefined where it is signed afresh. */
  readonly timestamp: string | undefined;
}

/** Gives each old key a new one, and the same old key the same new one: a repeat stays a repeat. */
export type NewKeys = (option: RequestOption, old: string) => string;

/** @param random gives that many bytes that nobody can foresee */
export function newKeys(random: (bytes: number) => Uint8Array): NewKeys {
  const known = new Map<string, string>();
  return (option, old) => {
    const key = `${option} ${old}`;
    const fresh = known.get(key) ?? uuid(random(16));
    known.set(key, fresh);
    return fresh;
  };
}

/** RFC 9562, version 4. */
function uuid(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes).toString('hex');
  const variant = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `${variant.toString(16)}${hex.slice(18, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}

/** Why a call cannot be made again; undefined where it can. */
export function whyNotReplayed(
  { request }: HistoryEntry,
  provider: Provider,
  { isVerbatim }: ReplayForm,
): string | undefined {
  const { body, bodyBytes, target, headers } = request;
  if (body === undefined && bodyBytes > 0) {
    return 'its body was not kept, as that of no live call is without --keep-bodies';
  }
  if ((body?.length ?? 0) !== bodyBytes) {
    return 'its body held a credential, which was not kept';
  }
  if (!/^\/[!-~]*$/.test(target)) {
    return 'its path is none that can be sent';
  }
  const isSigned = carriedBy(provider, 'signature', headers) !== undefined;
  return isVerbatim && !isSigned ? 'its signature was not kept' : undefined;
}

/**
 * The request of a recorded call: the same method, path and body, and the headers that the user gave.
 *
 * @throws VkError for a method or a header that cannot be sent
 */
export function planReplay(
  { request }: HistoryEntry,
  provider: Provider,
  { isVerbatim, keepsKeys }: ReplayForm,
  fresh: NewKeys,
): PlannedReplay {
  const { method, target, headers, body = new Uint8Array() } = request;
  const options: Partial<Record<RequestOption, string>> = {};
  for (const { name, option } of provider.headers.options) {
    const old = findHeader(headers, name);
    if (old !== undefined) {
      const isKept = isVerbatim || (keepsKeys && option !== 'requestId');
      options[option] = isKept ? old : fresh(option, old);
    }
  }
  return {
    request: {
      method: checkedMethod(provider, method),
      target: { bytes: Buffer.from(target, 'latin1'), text: target },
      body,
      // Headers that are given take the place of those of the same name that vk would set.
      headers: keptHeaders(provider, headers, isVerbatim),
      options,
    },
    timestamp: isVerbatim ? carriedBy(provider, 'timestamp', headers) : undefined,
  };
}

/** The timestamp or the signature that a request went out with. */
export function carriedBy(
  provider: Provider,
  part: 'timestamp' | 'signature',
  headers: readonly Header[],
): string | undefined {
  const name = provider.headers.auth.find(({ carries }) => carries === part)?.name;
  return name === undefined ? undefined : findHeader(headers, name);
}

function keptHeaders(
  provider: Provider,
  headers: readonly Header[],
  isVerbatim: boolean,
): readonly Header[] {
  const dropped = new Set([
    ...reservedNames(provider),
    ...provider.headers.options.map(({ name }) => name.toLowerCase()),
  ]);
  for (const { carries, name } of provider.headers.auth) {
    if (isVerbatim && (carries === 'timestamp' || carries === 'signature')) {
      dropped.delete(name.toLowerCase());
    }
  }
  return headers.flatMap(([name, value]): Header[] => {
    const lower = name.toLowerCase();
    const isOurs = lower === 'user-agent' && value.startsWith('vk/');
    return isOurs || dropped.has(lower) ? [] : [checkedHeader(name, value)];
  });
}
