import type { Action, ActionCall } from '../../action.js';
import { badParameter } from '../../bad-parameter.js';
import type { Json } from '../../json.js';
import type { StoredRecord } from '../../records.js';
import { webhookEvent } from './webhook-event.js';

/** The page's sample has this one: the first code that is issued is the same. */
const FIRST_CODE = 'SPEND_ME_NOW';

/** In the page's sample, a code that is issued on 2026-01-27 expires on 2030-01-27. */
const YEARS_VALID = 4;

/** Issues codes for an order. */
export function issueCodes(
  { records, now, newId }: ActionCall,
  order: string,
  quantity: number,
): readonly StoredRecord[] {
  const expiresAt = yearsAfter(now, YEARS_VALID);
  return Array.from({ length: quantity }, () => {
    const isFirst = records.get('codes', FIRST_CODE) === undefined;
    const code = isFirst ? FIRST_CODE : newId('SPEND_ME_').toUpperCase();
    const record = { code, order, codeRenderType: 'text', isUsed: 'false', expiresAt };
    records.put('codes', code, record);
    return record;
  });
}

function yearsAfter(time: string, years: number): string {
  const date = new Date(time);
  date.setUTCFullYear(date.getUTCFullYear() + years);
  return date.toISOString();
}

/**
 * Marks a voucher as used. Its code is in the body, because a signature covers no path: who changed
 * the path would have used another voucher.
 */
export const redeemVoucher: Action = (call) => {
  const { body, records, now } = call;
  const code = body.text('code') ?? '';
  const voucher = records.get('codes', code);
  if (voucher === undefined) {
    return badParameter('code', 'the code of a voucher that was issued');
  }
  const { isUsed, expiresAt = '', order = '' } = voucher;
  if (isUsed === 'true') {
    return { reason: 'not-possible', values: { why: `the voucher ${code} is used already` } };
  }
  if (expiresAt <= now) {
    const why = `the voucher ${code} expired at ${expiresAt}`;
    return { reason: 'not-possible', values: { why } };
  }
  const used = { ...voucher, isUsed: 'true' };
  records.put('codes', code, used);
  const data = { orderId: order, owner: ownerOf(call, order), ...codeJson(used) };
  return { body: data, events: [webhookEvent(call, 'voucher_code.used', data)] };
};

function ownerOf({ records }: ActionCall, order: string): string {
  return records.get('orders', order)?.['owner'] ?? '';
}

/** With the members of the page's sample, in its order. */
export function codeJson(record: StoredRecord): Readonly<Record<string, Json>> {
  const { code = '', codeRenderType = '', isUsed, expiresAt = '' } = record;
  return { code, codeRenderType, isUsed: isUsed === 'true', expiresAt };
}
