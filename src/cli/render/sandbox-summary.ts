import type { SandboxLogEntry } from '../../app/sandbox-log.js';
import { count } from './text.js';

/** What a sandbox has seen, counted. */
export interface SandboxSummary {
  readonly requests: number;
  readonly byStatus: ReadonlyMap<number, number>;
  readonly byProvider: ReadonlyMap<string, number>;
  /** How often each kind of fault has struck. */
  readonly byFault: ReadonlyMap<string, number>;
  readonly signatures: { readonly refused: number; readonly explained: number };
  /** `failed` are those that no handler has taken. */
  readonly webhooks: { readonly sent: number; readonly failed: number };
}

export interface SummaryCounter {
  readonly add: (entry: SandboxLogEntry) => void;
  readonly summary: () => SandboxSummary;
}

/** Counts the entries of a log. */
export function openSummary(): SummaryCounter {
  const byStatus = new Map<number, number>();
  const byProvider = new Map<string, number>();
  const byFault = new Map<string, number>();
  let requests = 0;
  let refused = 0;
  let explained = 0;
  const webhooks = { sent: 0, failed: 0 };
  return {
    add: (entry) => {
      if (entry.event === 'webhook') {
        const { status = 0 } = entry;
        webhooks.sent += 1;
        webhooks.failed += status >= 200 && status < 300 ? 0 : 1;
        return;
      }
      explained += entry.report?.verdict === 'explained' ? 1 : 0;
      if (entry.event === 'answer') {
        requests += 1;
        refused += entry.refusal === 'signature' ? 1 : 0;
        byStatus.set(entry.status, (byStatus.get(entry.status) ?? 0) + 1);
        byProvider.set(entry.provider, (byProvider.get(entry.provider) ?? 0) + 1);
        for (const { kind } of entry.faults ?? []) {
          byFault.set(kind, (byFault.get(kind) ?? 0) + 1);
        }
      }
    },
    summary: () => ({
      requests,
      byStatus,
      byProvider,
      byFault,
      signatures: { refused, explained },
      webhooks,
    }),
  };
}

/** In words: a line for requests, and one each for signatures and faults where there were any. */
export function renderSummary({
  requests,
  byStatus,
  byProvider,
  byFault,
  signatures,
  webhooks,
}: SandboxSummary): string {
  const statuses = [...byStatus].toSorted(([a], [b]) => a - b).map(([key, n]) => `${n} x ${key}`);
  const names = byProvider.size > 1 ? [...byProvider].map(([key, n]) => `${key} ${n}`) : [];
  const details = [...statuses, ...names].join(', ');
  const faults = [...byFault].map(([kind, n]) => `${n} x ${kind}`).join(', ');
  const { refused, explained } = signatures;
  return [
    `${count(requests, 'request')}${details === '' ? '' : `: ${details}`}\n`,
    ...(refused === 0 ? [] : [`${count(refused, 'signature')} refused, ${explained} explained\n`]),
    ...(webhooks.sent === 0
      ? []
      : [`${count(webhooks.sent, 'webhook')} sent, ${webhooks.failed} not taken\n`]),
    ...(faults === '' ? [] : [`faults: ${faults}\n`]),
  ].join('');
}

/** The same as one line of JSON. */
export function summaryJson(summary: SandboxSummary): string {
  const { requests, byStatus, byProvider, byFault, signatures, webhooks } = summary;
  return `${JSON.stringify({
    event: 'summary',
    requests,
    byStatus: Object.fromEntries(byStatus),
    byProvider: Object.fromEntries(byProvider),
    faults: Object.fromEntries(byFault),
    signatures,
    webhooks,
  })}\n`;
}
