import type { Action, ActionCall } from '../../action.js';
import { badParameter } from '../../bad-parameter.js';
import type { Json } from '../../json.js';
import { page } from '../../page.js';
import type { StoredRecord } from '../../records.js';
import type { Refused } from '../../rule.js';
import { refuseOwner } from './members.js';
import { recordReader } from './record-reader.js';
import { codeJson, issueCodes } from './vouchers.js';
import { webhookEvent } from './webhook-event.js';

/** How many vouchers one order issues at most; the page gives no number. */
const MOST_CODES = 100;

/** Issues vouchers to a member; the answer is the page's. */
export const createOrder: Action = (call) => {
  const { body, records, now, newId } = call;
  const owner = body.text('owner') ?? '';
  const variantId = body.text('variantId') ?? '';
  const quantity = Number(body.text('quantity'));
  const reference = body.text('reference') ?? '';
  const refused =
    refuseOwner(records, owner) ??
    refuseVariant(call, variantId) ??
    refuseQuantity(quantity) ??
    refuseReference(call, reference);
  if (refused !== undefined) {
    return refused;
  }
  const id = newId('v_');
  const codes = issueCodes(call, id, quantity).map(({ code = '' }) => code);
  const order = { id, date: now, owner, reference, variantId, codes: codes.join(' ') };
  records.put('orders', id, order);
  if (reference !== '') {
    records.put('references', reference, { reference, order: id });
  }
  const data = orderJson(order, call);
  return { body: data, events: [webhookEvent(call, 'order.successful', data)] };
};

function refuseVariant({ records }: ActionCall, variantId: string): Refused | undefined {
  return records.get('rewards', variantId) === undefined
    ? badParameter('variantId', 'one that GET /rewards lists')
    : undefined;
}

function refuseQuantity(quantity: number): Refused | undefined {
  return quantity > MOST_CODES
    ? badParameter('quantity', `a whole number from 1 to ${MOST_CODES}`)
    : undefined;
}

/**
 * A reference is taken once, so that nothing is issued twice. A repeat does not get the first order
 * again: the page promises that nowhere, and whoever relied on it would pay for vouchers twice.
 */
function refuseReference({ records }: ActionCall, reference: string): Refused | undefined {
  const first = records.get('references', reference);
  return first === undefined
    ? undefined
    : {
        reason: 'exists-already',
        values: { what: `order ${first['order'] ?? ''} with reference ${reference}` },
      };
}

export const readOrder = recordReader('orders', 'id', 'order', orderJson);

/** The newest first; `?owner=`, `?reference=` and `?variantId=` for some of them. */
export const listOrders: Action = (call) => {
  const filters = ['owner', 'reference', 'variantId'];
  const orders = page(call, call.records.list('orders'), filters);
  return { body: orders.map((order) => orderJson(order, call)) };
};

/** With the members of the page's sample, in its order. */
function orderJson(order: StoredRecord, { records }: ActionCall): Json {
  const { id = '', date = '', owner = '', codes = '' } = order;
  const vouchers = codes.split(' ').map((code) => records.get('codes', code));
  return { id, date, owner, codes: vouchers.filter((found) => found !== undefined).map(codeJson) };
}
