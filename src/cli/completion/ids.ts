import { findCalls } from '../../app/find-calls.js';
import { shortPath } from '../../app/history-filter.js';
import type { HistoryEntry } from '../../app/history.js';
import { parseRecords, type WebhookRecord } from '../../app/webhook-log.js';
import type { Deps } from '../deps.js';

/** What the scripts ask vk for, because no shell could read it. */
export const ID_KINDS = ['call-ids', 'webhook-ids'] as const;

export type IdKind = (typeof ID_KINDS)[number];

const MOST = 50;

/** Ids of what was recorded, the newest first: id, tab, and what it is, in printable ASCII, on a line each. */
export async function recordedIds(kind: IdKind, deps: Deps): Promise<string> {
  const rows = kind === 'call-ids' ? await calls(deps) : await webhooks(deps);
  return rows.map(([id, what]) => `${id.replace(/[^0-9a-z_]/g, '')}\t${plain(what)}\n`).join('');
}

type Row = readonly [id: string, what: string];

async function calls(deps: Deps): Promise<Row[]> {
  const store = await deps.history();
  const { entries } = findCalls(store.newestFirst(), {}, MOST);
  return entries.map((entry) => [entry.id, describeCall(entry)]);
}

function describeCall(entry: HistoryEntry): string {
  const { request, response, error, provider } = entry;
  const outcome = response?.status ?? error?.code ?? '-';
  return `${request.method} ${shortPath(entry)} ${outcome} ${provider}`;
}

async function webhooks(deps: Deps): Promise<Row[]> {
  const store = await deps.deliveries();
  const newest = parseRecords(store.read()).slice(-MOST).toReversed();
  return newest.map((record) => [record.id, describeWebhook(record)]);
}

function describeWebhook({ event, verdict, provider }: WebhookRecord): string {
  return `${event ?? '-'} ${verdict ?? '-'} ${provider}`;
}

/** What comes from outside could steer a terminal, or mean something to a shell's own functions. */
function plain(text: string): string {
  return text.replace(/[^\w ./:@=-]/g, '?').slice(0, 60);
}
