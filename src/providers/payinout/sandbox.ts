import { lazy } from '../../core/lazy.js';
import type { SandboxDefinition } from '../../core/provider.js';
import { collections } from './collections.js';

// The page says what the API does, and names no endpoint, no member and no error: every path, member,
// status and message here is the sandbox's own.
const AMOUNT = { name: 'amount', type: 'amount', source: 'vk' } as const;
const CURRENCY = { name: 'currency', type: 'string', isOptional: true, source: 'vk' } as const;
const ORDER_ID = { name: 'orderId', type: 'string', isOptional: true, source: 'vk' } as const;
const ID = { name: 'id', type: 'string', source: 'vk' } as const;
const STATUS = { name: 'status', type: 'string', isOptional: true, source: 'vk' } as const;
const LIMIT = { name: 'limit', type: 'count', isOptional: true, source: 'vk' } as const;
const FROM = { name: 'from', type: 'string', isOptional: true, source: 'vk' } as const;
const TO = { name: 'to', type: 'string', isOptional: true, source: 'vk' } as const;

const TRANSFER = [AMOUNT, CURRENCY, ORDER_ID] as const;
const PART_OF_LIST = [LIMIT, STATUS, ORDER_ID] as const;

/** What PayIn/PayOut's sandbox needs beyond the page. */
export const sandbox = lazy(() => ({
  demo: {
    apiKey: 'payinout_sandbox_demo',
    secret: 'payinout-sandbox-demo-secret',
    email: 'merchant@example.com',
  },
  samples: [],
  refusals: {
    'method-not-allowed': { status: 405, message: 'only {{allow}} is accepted', source: 'vk' },
    'content-type': {
      status: 415,
      message: 'Content-Type must be application/json',
      source: 'vk',
    },
    'not-acceptable': {
      status: 406,
      message: 'Accept must allow application/json or text/plain',
      source: 'vk',
    },
    'missing-key': { status: 401, message: 'X-App-Token is missing', source: 'vk' },
    'missing-timestamp': { status: 401, message: 'X-App-Access-Ts is missing', source: 'vk' },
    'missing-signature': { status: 401, message: 'X-App-Access-Sig is missing', source: 'vk' },
    'unknown-key': { status: 401, message: 'unknown X-App-Token', source: 'vk' },
    timestamp: { status: 401, message: 'X-App-Access-Ts is too old or too new', source: 'vk' },
    signature: { status: 401, message: 'X-App-Access-Sig does not match', source: 'vk' },
    'not-found': { status: 404, message: 'no such endpoint', source: 'vk' },
    'invalid-body': { status: 422, message: 'the body is not a JSON object', source: 'vk' },
    'bad-parameter': {
      status: 422,
      message: '{{parameter}} has to be {{expected}}',
      source: 'vk',
    },
    'balance-too-low': {
      status: 422,
      message: 'the balance of {{balance}} is less than {{amount}}',
      source: 'vk',
    },
    'not-there': { status: 404, message: 'there is no {{what}}', source: 'vk' },
    'exists-already': { status: 409, message: 'there already is {{what}}', source: 'vk' },
    'not-possible': { status: 409, message: '{{why}}', source: 'vk' },
  },
  errorBodies: { plain: '{"success":false,"message":{{message}}}' },
  routes: [
    {
      method: 'POST',
      path: '/payin',
      action: 'payinout.createDeposit',
      parameters: TRANSFER,
      source: 'vk',
    },
    {
      method: 'POST',
      path: '/payin/status',
      action: 'payinout.readDeposit',
      parameters: [ID],
      source: 'vk',
    },
    {
      method: 'POST',
      path: '/payin/list',
      action: 'payinout.listDeposits',
      parameters: PART_OF_LIST,
      source: 'vk',
    },
    {
      method: 'POST',
      path: '/payin/complete',
      action: 'payinout.completeDeposit',
      parameters: [ID],
      source: 'vk',
    },
    {
      method: 'POST',
      path: '/payout',
      action: 'payinout.createWithdrawal',
      parameters: TRANSFER,
      source: 'vk',
    },
    {
      method: 'POST',
      path: '/payout/status',
      action: 'payinout.readWithdrawal',
      parameters: [ID],
      source: 'vk',
    },
    {
      method: 'POST',
      path: '/payout/list',
      action: 'payinout.listWithdrawals',
      parameters: PART_OF_LIST,
      source: 'vk',
    },
    {
      method: 'POST',
      path: '/payout/complete',
      action: 'payinout.completeWithdrawal',
      parameters: [ID],
      source: 'vk',
    },
    {
      method: 'POST',
      path: '/balance',
      action: 'payinout.readBalance',
      parameters: [],
      source: 'vk',
    },
    {
      method: 'POST',
      path: '/statistics',
      action: 'payinout.readStatistics',
      parameters: [FROM, TO],
      source: 'vk',
    },
    {
      method: 'POST',
      path: '/disputes',
      action: 'payinout.listDisputes',
      parameters: [LIMIT, STATUS],
      source: 'vk',
    },
    {
      method: 'POST',
      path: '/disputes/get',
      action: 'payinout.readDispute',
      parameters: [ID],
      source: 'vk',
    },
    {
      method: 'POST',
      path: '/disputes/accept',
      action: 'payinout.acceptDispute',
      parameters: [ID],
      source: 'vk',
    },
    {
      method: 'POST',
      path: '/disputes/contest',
      action: 'payinout.contestDispute',
      parameters: [ID],
      source: 'vk',
    },
    // No path is documented, so none can be wrong: any other says what arrived.
    {
      method: 'POST',
      path: '/*',
      status: 200,
      body: '{"success":true,"id":"sbx_{{id}}","receivedBytes":{{bytes}},"receivedSha256":"{{sha256}}"}',
      source: 'vk',
    },
  ],
  collections: collections(),
})) satisfies () => SandboxDefinition;
