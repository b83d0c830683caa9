import type { Provider } from '../core/provider.js';

/**
 * The PayIn/PayOut merchant API, documented on its page "Introduction & Authentication".
 *
 * The signature covers the timestamp and the account's email only: neither method, nor path, nor
 * body. The page publishes no base URL (`https://{host}/`) and no endpoint.
 */
export const payinout = {
  id: 'payinout',
  name: 'PayIn/PayOut',
  summary: 'deposits and withdrawals for merchants',
  sources: {
    introduction: 'PayIn/PayOut merchant API, Introduction & Authentication',
    vk: "vk's own choice: the page is silent",
  },
  basePath: '',
  // "Method: POST".
  methods: ['POST'],
  // "Creating the Signature": "{X-App-Access-Ts}{Email}". "The lifetime of the timestamp is
  // limited", without a number: 300 s is our choice.
  scheme: {
    parts: ['timestamp', 'email'],
    separator: '',
    algorithm: 'sha256',
    encoding: 'hex',
    timestamp: { format: 'unix-seconds', toleranceSeconds: 300 },
  },
  credential: [
    {
      id: 'apiKey',
      label: 'PublicToken',
      shape: { pattern: /\S/, expected: "the merchant's PublicToken", strict: true },
      source: 'introduction',
    },
    {
      id: 'email',
      label: "merchant account's email",
      shape: { pattern: /^[^\s@]+@[^\s@]+$/, expected: 'an email address', strict: true },
      source: 'introduction',
    },
  ],
  keyKinds: [],
  headers: {
    auth: [
      { name: 'X-App-Token', carries: 'apiKey', source: 'introduction' },
      { name: 'X-App-Access-Ts', carries: 'timestamp', source: 'introduction' },
      { name: 'X-App-Access-Sig', carries: 'signature', source: 'introduction' },
    ],
    fixed: [
      { name: 'Content-Type', value: 'application/json', when: 'always', source: 'introduction' },
      {
        name: 'Accept',
        value: 'application/json, text/plain',
        when: 'always',
        source: 'introduction',
      },
    ],
    options: [],
  },
  endpoints: [],
  modules: [],
  errors: [],
  // The page shows no error; this shape is the sandbox's own.
  errorShapes: [{ id: 'plain', message: ['message'], source: 'vk' }],
  webhook: {
    // "Webhook Authentication": the raw body, which is written without spaces or line breaks.
    scheme: { parts: ['body'], separator: '', algorithm: 'sha256', encoding: 'hex' },
    signatureHeader: 'X-Signature',
    key: 'api',
    events: [],
    source: 'introduction',
  },
  sandbox: {
    demo: {
      apiKey: 'payinout_sandbox_demo',
      secret: 'payinout-sandbox-demo-secret',
      email: 'merchant@example.com',
    },
    samples: [],
    refusals: {
      'method-not-allowed': { status: 405, message: 'only POST is accepted', source: 'vk' },
      'content-type': {
        status: 415,
        message: 'Content-Type must be application/json',
        source: 'vk',
      },
      'missing-key': { status: 401, message: 'X-App-Token is missing', source: 'vk' },
      'missing-timestamp': { status: 401, message: 'X-App-Access-Ts is missing', source: 'vk' },
      'missing-signature': { status: 401, message: 'X-App-Access-Sig is missing', source: 'vk' },
      'unknown-key': { status: 401, message: 'unknown X-App-Token', source: 'vk' },
      timestamp: { status: 401, message: 'X-App-Access-Ts is too old or too new', source: 'vk' },
      signature: { status: 401, message: 'X-App-Access-Sig does not match', source: 'vk' },
      'not-found': { status: 404, message: 'no such endpoint', source: 'vk' },
    },
    errorBody: '{"success":false,"message":{{message}}}',
    // The page documents what the API does, and no path: these are the sandbox's own.
    routes: [
      {
        method: 'POST',
        path: '/payin',
        status: 200,
        body: '{"success":true,"id":"in_{{id}}","type":"PayIn","status":"created"}',
        source: 'vk',
      },
      {
        method: 'POST',
        path: '/payout',
        status: 200,
        body: '{"success":true,"id":"out_{{id}}","type":"PayOut","status":"created"}',
        source: 'vk',
      },
      {
        method: 'POST',
        path: '/balance',
        status: 200,
        body: '{"success":true,"balance":250000.00}',
        source: 'vk',
      },
      {
        method: 'POST',
        path: '/statistics',
        status: 200,
        body: '{"success":true,"payIn":{"count":12,"total":48250.75},"payOut":{"count":3,"total":9100.00}}',
        source: 'vk',
      },
      {
        method: 'POST',
        path: '/disputes',
        status: 200,
        body: '{"success":true,"disputes":[]}',
        source: 'vk',
      },
      {
        method: 'POST',
        path: '/*',
        status: 200,
        body: '{"success":true,"id":"sbx_{{id}}","receivedBytes":{{bytes}},"receivedSha256":"{{sha256}}"}',
        source: 'vk',
      },
    ],
  },
} as const satisfies Provider;
