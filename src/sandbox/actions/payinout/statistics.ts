import type { Action } from '../../action.js';
import { amountJson } from '../../amount.js';
import { badParameter } from '../../bad-parameter.js';
import type { Json } from '../../json.js';
import type { StoredRecord } from '../../records.js';
import type { Refused } from '../../rule.js';
import { amountOf } from './balance.js';

/** How many deposits and withdrawals there were, and their amounts: of all days, or of some. */
export const readStatistics: Action = ({ body, records }) => {
  const from = body.text('from');
  const to = body.text('to');
  const refused = refuseDay('from', from) ?? refuseDay('to', to) ?? refuseOrder(from, to);
  if (refused !== undefined) {
    return refused;
  }
  const wanted = (collection: string): readonly StoredRecord[] =>
    records.list(collection).filter((record) => {
      const day = record['createdAt']?.slice(0, 10) ?? '';
      return (from === undefined || day >= from) && (to === undefined || day <= to);
    });
  return {
    body: {
      success: true,
      payIn: summary(wanted('payins'), ['completed', 'pending', 'declined', 'refunded']),
      payOut: summary(wanted('payouts'), ['completed', 'processing', 'declined']),
    },
  };
};

/** All of them, and then those of each status. */
function summary(transfers: readonly StoredRecord[], statuses: readonly string[]): Json {
  const each = statuses.map((status) => {
    const some = transfers.filter((transfer) => transfer['status'] === status);
    return [status, counted(some)] as const;
  });
  return { ...counted(transfers), ...Object.fromEntries(each) };
}

function counted(transfers: readonly StoredRecord[]): { readonly [name: string]: Json } {
  const total = transfers.reduce((sum, transfer) => sum + amountOf(transfer), 0n);
  return { count: transfers.length, total: amountJson(total) };
}

function refuseDay(parameter: string, day: string | undefined): Refused | undefined {
  return day === undefined || isDay(day)
    ? undefined
    : badParameter(parameter, 'a day such as 2026-01-31');
}

/** February has no 30th. */
function isDay(text: string): boolean {
  const ms = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text);
}

function refuseOrder(from: string | undefined, to: string | undefined): Refused | undefined {
  return from !== undefined && to !== undefined && to < from
    ? badParameter('to', `the day of from, ${from}, or a later one`)
    : undefined;
}
