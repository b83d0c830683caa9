import type { Action } from '../../action.js';
import { badParameter } from '../../bad-parameter.js';
import type { Json } from '../../json.js';
import { page } from '../../page.js';
import type { StoredRecord } from '../../records.js';
import { recordReader } from './record-reader.js';
import { parsePoints, pointsJson } from './wallets.js';
import { webhookEvent } from './webhook-event.js';

/** Adds points to a wallet or takes them away, and records that. */
export const createTransaction: Action = (call) => {
  const { body, records, newId } = call;
  const type = body.text('type') ?? '';
  if (type !== 'earn' && type !== 'spend') {
    return badParameter('type', 'earn or spend');
  }
  const wallet_id = body.text('wallet_id') ?? '';
  const wallet = records.get('wallets', wallet_id);
  if (wallet === undefined) {
    return badParameter('wallet_id', 'the wallet_id of a wallet');
  }
  const held = parsePoints(wallet['points']);
  const points = BigInt(body.text('points') ?? '0');
  const balance = String(type === 'earn' ? held + points : held - points);
  if (balance.startsWith('-')) {
    return { reason: 'balance-too-low', values: { wallet_id, held: String(held) } };
  }
  const transaction = {
    id: newId('t_'),
    date: call.now,
    wallet_id,
    type,
    points: String(points),
    balance,
  };
  records.put('wallets', wallet_id, { ...wallet, points: balance });
  records.put('transactions', transaction.id, transaction);
  const data = transactionJson(transaction);
  return { body: data, events: [webhookEvent(call, 'transaction.successful', data)] };
};

export const readTransaction = recordReader('transactions', 'id', 'transaction', transactionJson);

/** The newest first; `?wallet_id=` for those of one wallet, `?type=` for one kind. */
export const listTransactions: Action = (call) => ({
  body: page(call, call.records.list('transactions'), ['wallet_id', 'type']).map(transactionJson),
});

/** `balance` is what the wallet held afterwards. */
function transactionJson({ points, balance, ...rest }: StoredRecord): Json {
  return { ...rest, points: pointsJson(points), balance: pointsJson(balance) };
}
