import type { Action, ActionCall, SandboxEvent } from '../../action.js';
import type { StoredRecord } from '../../records.js';
import { amountOf, changeBalance, refuseChange } from './balance.js';
import { openDispute } from './disputes.js';
import {
  PAYIN,
  fateOf,
  findWaiting,
  keepTransfer,
  listTransfers,
  moneyJson,
  newTransfer,
  readTransfer,
  refuseTransfer,
  reported,
  transferEvent,
} from './transfer.js';

/**
 * Begins a deposit. It is answered as `created`, and is settled by the time it can be read: the payer
 * has paid, or has not, as the amount says.
 */
export const createDeposit: Action = (call) => {
  const refused =
    refuseTransfer(call, PAYIN) ?? refuseChange(call, call.body.amount('amount') ?? 0n);
  if (refused !== undefined) {
    return refused;
  }
  const created = newTransfer(call, PAYIN, 'created');
  // RFC 2606: a name that is nobody's, so that no payer is sent anywhere.
  const paymentUrl = `https://pay.example/${created['id']}`;
  const body = { success: true, ...moneyJson(created), paymentUrl };
  return { body, events: settle(call, created) };
};

export const readDeposit: Action = (call) => readTransfer(call, PAYIN);

export const listDeposits: Action = (call) => listTransfers(call, PAYIN);

/** Lets the payer of a pending deposit pay. */
export const completeDeposit: Action = (call) => {
  const found = findWaiting(call, PAYIN);
  if ('reason' in found) {
    return found;
  }
  const refused = refuseChange(call, amountOf(found.transfer));
  if (refused !== undefined) {
    return refused;
  }
  return reported(PAYIN, credit(call, found.transfer));
};

function settle(call: ActionCall, deposit: StoredRecord): readonly SandboxEvent[] {
  switch (fateOf(amountOf(deposit))) {
    case 'waiting':
      keepTransfer(call, PAYIN, deposit, PAYIN.waiting);
      return [];
    case 'declined':
      return [transferEvent(PAYIN, keepTransfer(call, PAYIN, deposit, 'declined'))];
    case 'disputed':
      return [transferEvent(PAYIN, credit(call, deposit)), openDispute(call, deposit)];
    case 'completed':
      return [transferEvent(PAYIN, credit(call, deposit))];
  }
}

function credit(call: ActionCall, deposit: StoredRecord): StoredRecord {
  changeBalance(call, amountOf(deposit));
  return keepTransfer(call, PAYIN, deposit, 'completed');
}
