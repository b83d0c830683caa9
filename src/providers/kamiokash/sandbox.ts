import { lazy } from '../../core/lazy.js';
import type { SandboxDefinition } from '../../core/provider.js';

/**
 * What KamioKash's sandbox needs beyond the page, which names the resources and shows two requests and
 * one answer: all other paths and members here are the sandbox's own. Which members it asks for is its
 * own choice too: those without which it could not answer.
 */
export const sandbox = lazy(() => ({
  demo: {
    apiKey: 'kamio_sandbox_demo',
    secret: 'kamio-sandbox-demo-secret',
    webhookSecret: 'kamio-sandbox-demo-webhook-secret',
  },
  samples: [],
  // The page documents no codes, so each kind of refusal has a status of its own.
  refusals: {
    'missing-key': { status: 401, message: 'Missing X-API-Key', source: 'vk' },
    'missing-timestamp': { status: 401, message: 'Missing X-Timestamp', source: 'vk' },
    'missing-signature': { status: 401, message: 'Missing X-Signature', source: 'vk' },
    'unknown-key': { status: 401, message: 'Unknown API key', source: 'vk' },
    timestamp: { status: 401, message: 'Timestamp outside the tolerance', source: 'vk' },
    signature: { status: 401, message: 'Invalid signature', source: 'vk' },
    'balance-too-low': {
      status: 402,
      message: 'Balance too low: wallet {{wallet_id}} holds {{held}}',
      source: 'vk',
    },
    'not-found': {
      status: 404,
      message: 'Not found; the nearest is {{nearest}}',
      source: 'vk',
    },
    'not-there': { status: 404, message: 'There is no {{what}}', source: 'vk' },
    'method-not-allowed': { status: 405, message: 'This takes {{allow}}', source: 'vk' },
    'exists-already': { status: 409, message: 'There already is {{what}}', source: 'vk' },
    'not-possible': { status: 409, message: 'Not possible: {{why}}', source: 'vk' },
    'invalid-body': { status: 422, message: 'The body is not a JSON object', source: 'vk' },
    'bad-parameter': {
      status: 422,
      message: '{{parameter}} has to be {{expected}}',
      source: 'vk',
    },
  },
  errorBodies: { plain: '{"error":{{message}}}' },
  routes: [
    {
      method: 'POST',
      path: '/member',
      action: 'kamiokash.createMember',
      parameters: [
        { name: 'externalId', type: 'string', source: 'api' },
        { name: 'firstName', type: 'string', isOptional: true, source: 'api' },
        { name: 'lastName', type: 'string', isOptional: true, source: 'api' },
      ],
      source: 'api',
    },
    {
      method: 'POST',
      path: '/orders/simple',
      action: 'kamiokash.createOrder',
      parameters: [
        { name: 'reference', type: 'string', isOptional: true, source: 'api' },
        { name: 'date', type: 'string', isOptional: true, source: 'api' },
        { name: 'owner', type: 'string', source: 'api' },
        { name: 'variantId', type: 'string', source: 'api' },
        { name: 'quantity', type: 'count', source: 'api' },
      ],
      source: 'api',
    },
    { method: 'GET', path: '/members', action: 'kamiokash.listMembers', source: 'vk' },
    {
      method: 'GET',
      path: '/member/:externalId',
      action: 'kamiokash.readMember',
      source: 'vk',
    },
    { method: 'GET', path: '/orders', action: 'kamiokash.listOrders', source: 'vk' },
    { method: 'GET', path: '/orders/:id', action: 'kamiokash.readOrder', source: 'vk' },
    {
      method: 'POST',
      path: '/orders/redeem',
      action: 'kamiokash.redeemVoucher',
      parameters: [{ name: 'code', type: 'string', source: 'vk' }],
      source: 'vk',
    },
    {
      method: 'POST',
      path: '/wallet',
      action: 'kamiokash.createWallet',
      parameters: [{ name: 'owner', type: 'string', source: 'vk' }],
      source: 'vk',
    },
    { method: 'GET', path: '/wallets', action: 'kamiokash.listWallets', source: 'vk' },
    { method: 'GET', path: '/wallet/:wallet_id', action: 'kamiokash.readWallet', source: 'vk' },
    {
      method: 'POST',
      path: '/transaction',
      action: 'kamiokash.createTransaction',
      parameters: [
        { name: 'wallet_id', type: 'string', source: 'vk' },
        { name: 'type', type: 'string', source: 'vk' },
        { name: 'points', type: 'count', source: 'vk' },
      ],
      source: 'vk',
    },
    {
      method: 'GET',
      path: '/transactions',
      action: 'kamiokash.listTransactions',
      source: 'vk',
    },
    {
      method: 'GET',
      path: '/transactions/:id',
      action: 'kamiokash.readTransaction',
      source: 'vk',
    },
    { method: 'GET', path: '/rewards', action: 'kamiokash.listRewards', source: 'vk' },
    {
      method: 'GET',
      path: '/rewards/:variantId',
      action: 'kamiokash.readReward',
      source: 'vk',
    },
    {
      method: 'POST',
      path: '/campaign',
      action: 'kamiokash.createCampaign',
      parameters: [{ name: 'name', type: 'string', source: 'vk' }],
      source: 'vk',
    },
    { method: 'GET', path: '/campaigns', action: 'kamiokash.listCampaigns', source: 'vk' },
    { method: 'GET', path: '/campaigns/:id', action: 'kamiokash.readCampaign', source: 'vk' },
    // Takes any bytes that are signed well, and changes nothing.
    {
      method: 'POST',
      path: '/echo',
      status: 200,
      body: '{"id":"sbx_{{id}}","receivedBytes":{{bytes}},"receivedSha256":"{{sha256}}"}',
      source: 'vk',
    },
  ],
  collections: [
    // The member of the page's sample, which the sample itself creates.
    {
      name: 'members',
      key: 'externalId',
      initial: [
        {
          id: 'm_123',
          externalId: 'cust_abc123',
          firstName: 'Leo',
          lastName: 'Kash',
          isSample: 'true',
        },
      ],
      source: 'api',
    },
    // The page signs `{"wallet_id":"w_123"}`.
    {
      name: 'wallets',
      key: 'wallet_id',
      initial: [{ wallet_id: 'w_123', owner: 'cust_abc123', points: '0' }],
      source: 'api',
    },
    { name: 'orders', key: 'id', initial: [], source: 'vk' },
    // The order of a reference.
    { name: 'references', key: 'reference', initial: [], source: 'vk' },
    { name: 'codes', key: 'code', initial: [], source: 'vk' },
    { name: 'transactions', key: 'id', initial: [], source: 'vk' },
    // The last, which is listed first, is the page's; the others are the sandbox's own.
    {
      name: 'rewards',
      key: 'variantId',
      initial: [
        { variantId: 'TREE_DONATION_1', name: 'One tree planted' },
        { variantId: 'CINEMA_TICKET_2', name: 'Two cinema tickets' },
        { variantId: 'COFFEE_VOUCHER_1', name: 'One coffee' },
        { variantId: 'VERY_COOL_GIFT_CARD_1', name: 'Very cool gift card' },
      ],
      source: 'vk',
    },
    {
      name: 'campaigns',
      key: 'id',
      initial: [{ id: 'c_123', name: 'Welcome' }],
      source: 'vk',
    },
  ],
})) satisfies () => SandboxDefinition;
