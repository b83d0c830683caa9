import type { WebhookSample } from '../../core/webhook-sample.js';

/**
 * The five events of KamioKash's page. Its handler reads `type` and `data`, and it shows the members of
 * an order; all other members are the sandbox's own, which sends the same.
 */
export const webhookEvents = [
  {
    name: 'transaction.successful',
    body: '{"id":"evt_{{id}}","type":"transaction.successful","data":{"id":"t_{{id}}","date":"{{now}}","wallet_id":"w_123","type":"earn","points":250,"balance":1750}}',
  },
  {
    name: 'member.new',
    body: '{"id":"evt_{{id}}","type":"member.new","data":{"id":"m_{{id}}","externalId":"crm/4711","firstName":"Zo\u00eb","lastName":"Kash"}}',
  },
  {
    name: 'wallet.new',
    body: '{"id":"evt_{{id}}","type":"wallet.new","data":{"wallet_id":"w_{{id}}","owner":"cust_abc123","points":0}}',
  },
  {
    name: 'order.successful',
    body: '{"id":"evt_{{id}}","type":"order.successful","data":{"id":"v_{{id}}","date":"{{now}}","owner":"cust_abc123","codes":[{"code":"SPEND_ME_NOW","codeRenderType":"text","isUsed":false,"expiresAt":"{{inFourYears}}"}]}}',
  },
  {
    name: 'voucher_code.used',
    body: '{"id":"evt_{{id}}","type":"voucher_code.used","data":{"orderId":"v_{{id}}","owner":"cust_abc123","code":"SPEND_ME_NOW","codeRenderType":"text","isUsed":true,"expiresAt":"{{inFourYears}}"}}',
  },
] as const satisfies readonly [WebhookSample, ...WebhookSample[]];
