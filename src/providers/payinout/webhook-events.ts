import type { WebhookSample } from '../../core/webhook-sample.js';

/**
 * Callbacks of PayIn/PayOut. The page says how they are signed, and that their JSON has neither spaces
 * nor line breaks; it names no event and no member: all of those are the sandbox's own.
 */
export const webhookEvents = [
  { name: 'payin.completed', body: transfer('payin', 'PayIn', 'in_', 'completed', '150.50') },
  { name: 'payin.declined', body: transfer('payin', 'PayIn', 'in_', 'declined', '499.01') },
  { name: 'payin.refunded', body: transfer('payin', 'PayIn', 'in_', 'refunded', '750.03') },
  { name: 'payout.completed', body: transfer('payout', 'PayOut', 'out_', 'completed', '8000.00') },
  { name: 'payout.declined', body: transfer('payout', 'PayOut', 'out_', 'declined', '100.01') },
  { name: 'dispute.opened', body: dispute('opened', 'open') },
  { name: 'dispute.accepted', body: dispute('accepted', 'accepted') },
  { name: 'dispute.contested', body: dispute('contested', 'contested') },
] as const satisfies readonly [WebhookSample, ...WebhookSample[]];

function transfer(
  event: 'payin' | 'payout',
  type: 'PayIn' | 'PayOut',
  prefix: string,
  status: string,
  amount: string,
): string {
  return `{"event":"${event}.${status}","id":"${prefix}{{id}}","type":"${type}","status":"${status}","amount":${amount},"currency":"INR","orderId":"INV/2026/0042","createdAt":"{{now}}","updatedAt":"{{now}}"}`;
}

function dispute(happened: string, status: string): string {
  return `{"event":"dispute.${happened}","id":"dsp_{{id}}","status":"${status}","payInId":"in_{{id}}","amount":750.03,"currency":"INR","reason":"unrecognised_payment","createdAt":"{{now}}","updatedAt":"{{now}}"}`;
}
