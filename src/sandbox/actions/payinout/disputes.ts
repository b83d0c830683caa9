import type { Action, ActionCall, SandboxEvent } from '../../action.js';
import { page } from '../../page.js';
import type { StoredRecord } from '../../records.js';
import type { Refused } from '../../rule.js';
import { amountOf, changeBalance, refuseChange } from './balance.js';
import { PAYIN, keepTransfer, moneyEvent, moneyJson, notThere, transferEvent } from './transfer.js';

/** The newest disputes first, only those of a status where the body names one. */
export const listDisputes: Action = ({ body, records }) => {
  const disputes = page({ query: body.text }, records.list('disputes'), ['status']);
  return { body: { success: true, disputes: disputes.map(moneyJson) } };
};

export const readDispute: Action = ({ body, records }) => {
  const dispute = records.get('disputes', body.text('id') ?? '');
  return dispute === undefined
    ? notThere('dispute')
    : { body: { success: true, ...moneyJson(dispute) } };
};

/** Gives the payer the money back: the balance falls. */
export const acceptDispute: Action = (call) => {
  const found = findOpen(call);
  if ('reason' in found) {
    return found;
  }
  const amount = amountOf(found.dispute);
  const refused = refuseChange(call, -amount);
  if (refused !== undefined) {
    return refused;
  }
  changeBalance(call, -amount);
  const accepted = keep(call, found.dispute, 'accepted');
  return {
    body: { success: true, ...moneyJson(accepted) },
    events: [disputeEvent(accepted), ...refund(call, accepted)],
  };
};

/** Keeps the money. Nobody judges in the sandbox: a contested dispute stays as it is. */
export const contestDispute: Action = (call) => {
  const found = findOpen(call);
  if ('reason' in found) {
    return found;
  }
  const contested = keep(call, found.dispute, 'contested');
  return {
    body: { success: true, ...moneyJson(contested) },
    events: [disputeEvent(contested)],
  };
};

/** Begins a dispute over a deposit that was completed. */
export function openDispute(call: ActionCall, deposit: StoredRecord): SandboxEvent {
  const dispute = {
    id: call.newId('dsp_'),
    status: 'open',
    payInId: deposit['id'] ?? '',
    amount: deposit['amount'] ?? '',
    currency: deposit['currency'] ?? '',
    reason: 'unrecognised_payment',
    createdAt: call.now,
  };
  return disputeEvent(keep(call, dispute, 'open'));
}

function findOpen({ body, records }: ActionCall): { readonly dispute: StoredRecord } | Refused {
  const id = body.text('id') ?? '';
  const dispute = records.get('disputes', id);
  if (dispute === undefined) {
    return notThere('dispute');
  }
  const why = `${id} is ${dispute['status']}: only an open dispute can be accepted or contested`;
  return dispute['status'] === 'open' ? { dispute } : { reason: 'not-possible', values: { why } };
}

/** The deposit is marked as paid back, where it is still there. */
function refund(call: ActionCall, dispute: StoredRecord): readonly SandboxEvent[] {
  const deposit = call.records.get(PAYIN.collection, dispute['payInId'] ?? '');
  return deposit === undefined
    ? []
    : [transferEvent(PAYIN, keepTransfer(call, PAYIN, deposit, 'refunded'))];
}

function keep({ records, now }: ActionCall, dispute: StoredRecord, status: string): StoredRecord {
  const kept = { ...dispute, status, updatedAt: now };
  records.put('disputes', dispute['id'] ?? '', kept);
  return kept;
}

/** `dispute.open` would be a state: what has happened is that it was opened. */
function disputeEvent(dispute: StoredRecord): SandboxEvent {
  const status = dispute['status'] ?? '';
  return moneyEvent(`dispute.${status === 'open' ? 'opened' : status}`, dispute);
}
