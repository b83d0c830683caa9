import type { Action, ActionCall } from '../action.js';
import { amountJson, formatAmount, parseAmount } from '../amount.js';
import type { Json } from '../json.js';
import { page } from '../page.js';
import type { StoredRecord } from '../records.js';

const WALLET = 'main';

/** The wallet, with the members of the reference page's answer. */
export const balance: Action = ({ records, now }) => {
  const wallet = records.get('wallet', WALLET) ?? {};
  const data = {
    balance: amountJson(held(wallet)),
    currency: wallet['currency'] ?? '',
    last_updated: wallet['last_updated'] ?? toSeconds(now),
  };
  return { body: { success: true, data } };
};

/** What was charged, the newest first. */
export const transactions: Action = (call) => ({
  body: {
    success: true,
    data: { transactions: page(call, call.records.list('transactions')).map(transactionJson) },
  },
});

/** Does what a POST asks for in live mode, and charges its price to the wallet. */
export const charge: Action = (call) => {
  const { records, newId } = call;
  const wallet = records.get('wallet', WALLET) ?? {};
  const price = priceOf(call);
  const left = held(wallet) - price;
  if (left < 0n) {
    return { reason: 'balance-too-low', values: { price: formatAmount(price) } };
  }
  const reference = newId('VK-');
  const last_updated = toSeconds(call.now);
  records.put('wallet', WALLET, { ...wallet, balance: formatAmount(left), last_updated });
  records.put('transactions', reference, {
    id: reference,
    type: 'debit',
    amount: formatAmount(price),
    balance: formatAmount(left),
    description: `POST ${call.path}`,
    created_at: last_updated,
  });
  const data = {
    reference,
    status: 'SUCCESS',
    charged: amountJson(price),
    balance: amountJson(left),
  };
  return { body: { success: true, data } };
};

/** That of the path, or else of all paths. */
function priceOf({ records, path }: ActionCall): bigint {
  const price = records.get('prices', path) ?? records.get('prices', '*');
  return parseAmount(price?.['price'] ?? '') ?? 0n;
}

function held(wallet: StoredRecord): bigint {
  return parseAmount(wallet['balance'] ?? '') ?? 0n;
}

function transactionJson(record: StoredRecord): Json {
  const { amount = '0', balance: after = '0', ...rest } = record;
  return {
    ...rest,
    amount: amountJson(parseAmount(amount) ?? 0n),
    balance: amountJson(parseAmount(after) ?? 0n),
  };
}

function toSeconds(now: string): string {
  return `${now.slice(0, 19)}Z`;
}
