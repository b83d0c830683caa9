import { pathBelow, pathOf } from '../core/target.js';
import type { Provider } from '../core/provider.js';
import { providers } from '../providers/registry.js';
import type { HistoryEntry } from './history.js';

/** Which calls are meant. What is absent is not asked about. */
export interface HistoryFilter {
  /** Statuses such as `404`, and classes such as `4xx`. */
  readonly statuses?: readonly string[];
  /** A beginning of the path, or a pattern in which `*` stands for anything; with or without the base path. */
  readonly path?: string;
  /** In upper case. */
  readonly method?: string;
  readonly provider?: string;
  readonly profile?: string;
  /** What the provider reported; `sandbox` is the sandbox inside vk, too. */
  readonly mode?: string;
  /** In milliseconds since 1970. */
  readonly sinceMs?: number;
  /** Whether only those are meant that were refused, failed, or were answered 4xx or 5xx. */
  readonly isFailed?: boolean;
  /** Whether calls are left out that were made again by `vk replay`. */
  readonly isFirsthand?: boolean;
}

/** Whether a call is one of those that are meant. */
export function fitsFilter(entry: HistoryEntry, filter: HistoryFilter): boolean {
  const { statuses, path, method, provider, profile, mode, sinceMs, isFailed, isFirsthand } =
    filter;
  return (
    (statuses === undefined || statuses.some((each) => hasStatus(entry, each))) &&
    (path === undefined || hasPath(entry, path)) &&
    (method === undefined || entry.request.method === method) &&
    (provider === undefined || entry.provider === provider) &&
    (profile === undefined || entry.profile === profile) &&
    (mode === undefined || hasMode(entry, mode)) &&
    (sinceMs === undefined || entry.timeMs >= sinceMs) &&
    (isFailed !== true || hasFailed(entry)) &&
    (isFirsthand !== true || entry.command !== 'replay')
  );
}

/** Whether it came to no good end. */
function hasFailed({ error, response }: HistoryEntry): boolean {
  return error !== undefined || (response?.status ?? 599) >= 400;
}

/** Whether an answer to it came from live, where money moves. */
export function wasLive({ isLocal, mode }: HistoryEntry): boolean {
  return !isLocal && /\blive\b/i.test(mode ?? '');
}

/** The path that a person knows: without the base path and the query. */
export function shortPath({ provider: id, request }: HistoryEntry): string {
  return pathBelow(basePathOf(id), request.target);
}

function hasStatus({ response }: HistoryEntry, wanted: string): boolean {
  const status = String(response?.status ?? '');
  return wanted.endsWith('xx')
    ? status !== '' && status.charAt(0) === wanted.charAt(0)
    : status === wanted;
}

function hasPath(entry: HistoryEntry, wanted: string): boolean {
  const rooted = /^[/*]/.test(wanted) ? wanted : `/${wanted}`;
  const paths = [pathOf(entry.request.target), shortPath(entry)];
  if (!rooted.includes('*')) {
    return paths.some((path) => path.startsWith(rooted));
  }
  const pieces = rooted.split('*').map((piece) => piece.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  const pattern = new RegExp(`^${pieces.join('.*')}$`, 's');
  return paths.some((path) => pattern.test(path));
}

function basePathOf(id: string): string {
  return providers.find((provider: Provider) => provider.id === id)?.basePath ?? '';
}

function hasMode({ isLocal, mode }: HistoryEntry, wanted: string): boolean {
  return (isLocal && wanted === 'sandbox') || mode?.toLowerCase() === wanted;
}
