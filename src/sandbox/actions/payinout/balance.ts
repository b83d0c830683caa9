import type { Action, ActionCall } from '../../action.js';
import { amountJson, formatAmount, parseAmount } from '../../amount.js';
import type { StoredRecord } from '../../records.js';
import type { Refused } from '../../rule.js';

const BALANCE = 'main';

/** As much as an amount can be written with: fifteen digits before the point. In hundredths. */
const MOST = 99_999_999_999_999_999n;

/** What the merchant holds now. */
export const readBalance: Action = ({ records, now }) => {
  const held = recordOf(records);
  return {
    body: {
      success: true,
      balance: amountJson(amountOf(held, 'balance')),
      currency: held['currency'] ?? '',
      updatedAt: held['updatedAt'] ?? now,
    },
  };
};

/** The one currency of the balance, and so of all that moves it. */
export function currencyOf({ records }: Pick<ActionCall, 'records'>): string {
  return recordOf(records)['currency'] ?? '';
}

/**
 * Why the balance cannot be changed by so much; undefined where it can.
 *
 * @param change in hundredths, below 0 for what goes out
 */
export function refuseChange(
  { records }: Pick<ActionCall, 'records'>,
  change: bigint,
): Refused | undefined {
  const held = amountOf(recordOf(records), 'balance');
  const left = held + change;
  if (left < 0n) {
    const values = { balance: formatAmount(held), amount: formatAmount(-change) };
    return { reason: 'balance-too-low', values };
  }
  const why = `the balance cannot be more than ${formatAmount(MOST)}`;
  return left > MOST ? { reason: 'not-possible', values: { why } } : undefined;
}

/** Adds an amount in hundredths that {@link refuseChange} has nothing against. */
export function changeBalance({ records, now }: ActionCall, change: bigint): void {
  const held = recordOf(records);
  const balance = formatAmount(amountOf(held, 'balance') + change);
  records.put('balance', BALANCE, { ...held, id: BALANCE, balance, updatedAt: now });
}

/** An amount that a record holds, in hundredths. */
export function amountOf(record: StoredRecord, member: 'amount' | 'balance' = 'amount'): bigint {
  return parseAmount(record[member] ?? '') ?? 0n;
}

function recordOf(records: ActionCall['records']): StoredRecord {
  return records.get('balance', BALANCE) ?? {};
}
