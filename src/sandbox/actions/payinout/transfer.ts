import type { ActionCall, Done, SandboxEvent } from '../../action.js';
import { amountJson, formatAmount } from '../../amount.js';
import { badParameter } from '../../bad-parameter.js';
import type { Json } from '../../json.js';
import { page } from '../../page.js';
import type { StoredRecord } from '../../records.js';
import type { Refused } from '../../rule.js';
import { amountOf, currencyOf } from './balance.js';

/** Deposits and withdrawals are asked for, read, listed and reported in the same way. */
export interface TransferKind {
  readonly collection: 'payins' | 'payouts';
  readonly type: 'PayIn' | 'PayOut';
  /** Of its ids. */
  readonly prefix: string;
  /** What the names of its events begin with. */
  readonly event: 'payin' | 'payout';
  /** The member of an answer that lists them. */
  readonly list: 'payIns' | 'payOuts';
  /** What it is while nothing is decided. */
  readonly waiting: 'pending' | 'processing';
}

export const PAYIN: TransferKind = {
  collection: 'payins',
  type: 'PayIn',
  prefix: 'in_',
  event: 'payin',
  list: 'payIns',
  waiting: 'pending',
};

export const PAYOUT: TransferKind = {
  collection: 'payouts',
  type: 'PayOut',
  prefix: 'out_',
  event: 'payout',
  list: 'payOuts',
  waiting: 'processing',
};

/** What becomes of a transfer: test amounts choose it, as test cards do elsewhere. */
export type Fate = 'completed' | 'declined' | 'waiting' | 'disputed';

/** By the hundredths of the amount: `100.01` is declined. */
const FATES: ReadonlyMap<bigint, Fate> = new Map([
  [1n, 'declined'],
  [2n, 'waiting'],
  [3n, 'disputed'],
]);

/** The fate of an amount in hundredths. */
export function fateOf(amount: bigint): Fate {
  return FATES.get(amount % 100n) ?? 'completed';
}

/**
 * Why a transfer is not begun. The page says nothing of an `orderId` that comes twice: it is refused,
 * so that whoever sends a request again moves no money twice.
 */
export function refuseTransfer(call: ActionCall, kind: TransferKind): Refused | undefined {
  const currency = currencyOf(call);
  if ((call.body.text('currency') ?? currency) !== currency) {
    return badParameter('currency', `${currency}, the currency of the balance`);
  }
  const orderId = call.body.text('orderId');
  const first =
    orderId === undefined
      ? undefined
      : call.records.list(kind.collection).find((record) => record['orderId'] === orderId);
  const what = `a ${kind.type} with this orderId: ${first?.['id']}`;
  return first && { reason: 'exists-already', values: { what } };
}

/** A new transfer as it is answered at first; it is not stored yet. */
export function newTransfer(call: ActionCall, kind: TransferKind, status: string): StoredRecord {
  const { body, newId, now } = call;
  const orderId = body.text('orderId');
  return {
    id: newId(kind.prefix),
    type: kind.type,
    status,
    amount: formatAmount(body.amount('amount') ?? 0n),
    currency: currencyOf(call),
    ...(orderId !== undefined && { orderId }),
    createdAt: now,
    updatedAt: now,
  };
}

/** Stores a transfer with a status. */
export function keepTransfer(
  { records, now }: ActionCall,
  kind: TransferKind,
  transfer: StoredRecord,
  status: string,
): StoredRecord {
  const kept = { ...transfer, status, updatedAt: now };
  records.put(kind.collection, transfer['id'] ?? '', kept);
  return kept;
}

/** What the customer is told of a transfer that has come to its status. */
export function transferEvent(kind: TransferKind, transfer: StoredRecord): SandboxEvent {
  return moneyEvent(`${kind.event}.${transfer['status']}`, transfer);
}

/** Answers with a transfer that has come to its status, and tells the customer of it. */
export function reported(kind: TransferKind, transfer: StoredRecord): Done {
  return {
    body: { success: true, ...moneyJson(transfer) },
    events: [transferEvent(kind, transfer)],
  };
}

export function moneyEvent(name: string, record: StoredRecord): SandboxEvent {
  return { name, body: { event: name, ...moneyJson(record) } };
}

/** The transfer that the body names. */
export function readTransfer(call: ActionCall, kind: TransferKind): Done | Refused {
  const found = call.records.get(kind.collection, call.body.text('id') ?? '');
  return found === undefined
    ? notThere(kind.type)
    : { body: { success: true, ...moneyJson(found) } };
}

/** The newest transfers first, only those of a status or an order where the body names them. */
export function listTransfers({ body, records }: ActionCall, kind: TransferKind): Done {
  const found = page({ query: body.text }, records.list(kind.collection), ['status', 'orderId']);
  return { body: { success: true, [kind.list]: found.map(moneyJson) } };
}

/** The transfer that the body names, if it waits to be completed. */
export function findWaiting(
  { body, records }: ActionCall,
  { collection, type, waiting }: TransferKind,
): { readonly transfer: StoredRecord } | Refused {
  const id = body.text('id') ?? '';
  const transfer = records.get(collection, id);
  if (transfer === undefined) {
    return notThere(type);
  }
  const why = `${id} is ${transfer['status']}: only what is ${waiting} can be completed`;
  return transfer['status'] === waiting
    ? { transfer }
    : { reason: 'not-possible', values: { why } };
}

/** Refuses an id that nothing has. */
export function notThere(type: string): Refused {
  return { reason: 'not-there', values: { what: `${type} with this id` } };
}

/** A record as an answer has it: its amount is a number. */
export function moneyJson(record: StoredRecord): { readonly [name: string]: Json } {
  return { ...record, amount: amountJson(amountOf(record)) };
}
