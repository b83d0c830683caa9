import type { Provider } from '../core/provider.js';
import { sandbox } from './payinout/sandbox.js';

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
  get sandbox() {
    return sandbox();
  },
} as const satisfies Provider;
