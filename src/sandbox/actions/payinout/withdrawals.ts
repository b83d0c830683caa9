import type { Action, ActionCall, SandboxEvent } from '../../action.js';
import type { StoredRecord } from '../../records.js';
import { amountOf, changeBalance, refuseChange } from './balance.js';
import {
  PAYOUT,
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
 * Begins a withdrawal: its amount leaves the balance at once. It is answered as `processing`, and is
 * settled by the time it can be read: the bank has taken it, or has not, as the amount says.
 */
export const createWithdrawal: Action = (call) => {
  const amount = call.body.amount('amount') ?? 0n;
  const refused = refuseTransfer(call, PAYOUT) ?? refuseChange(call, -amount);
  if (refused !== undefined) {
    return refused;
  }
  const created = newTransfer(call, PAYOUT, PAYOUT.waiting);
  changeBalance(call, -amount);
  return { body: { success: true, ...moneyJson(created) }, events: settle(call, created) };
};

export const readWithdrawal: Action = (call) => readTransfer(call, PAYOUT);

export const listWithdrawals: Action = (call) => listTransfers(call, PAYOUT);

/** Lets the bank of a withdrawal that is processing take it. */
export const completeWithdrawal: Action = (call) => {
  const found = findWaiting(call, PAYOUT);
  if ('reason' in found) {
    return found;
  }
  return reported(PAYOUT, keepTransfer(call, PAYOUT, found.transfer, 'completed'));
};

function settle(call: ActionCall, withdrawal: StoredRecord): readonly SandboxEvent[] {
  switch (fateOf(amountOf(withdrawal))) {
    case 'waiting':
      keepTransfer(call, PAYOUT, withdrawal, PAYOUT.waiting);
      return [];
    case 'declined':
      changeBalance(call, amountOf(withdrawal));
      return [transferEvent(PAYOUT, keepTransfer(call, PAYOUT, withdrawal, 'declined'))];
    // Nobody disputes what a merchant has paid out.
    case 'disputed':
    case 'completed':
      return [transferEvent(PAYOUT, keepTransfer(call, PAYOUT, withdrawal, 'completed'))];
  }
}
