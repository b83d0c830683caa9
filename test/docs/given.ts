import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ROOT } from '../e2e/vk.js';
import type { Block } from './pages.js';
import type { Given } from './session.js';

/** The calls that docs/history.md begins with, and goes on about. */
const CALLS = [
  'vk call GET /wallet/balance --sandbox -q > balance.json',
  'vk call POST /verify/pan pan=ABCDE1234F --sandbox -q > pan.json',
  'vk call GET /no/such/path --sandbox -q > missing.json || true',
];

const BALANCE = '{"method":"GET","path":"/wallet/balance"}\n';

/** A handler, which verifies as `verifyWebhook` does. */
const HANDLER = [
  `node ${fileURLToPath(new URL('handler.mjs', import.meta.url))} --port 3000 ${join(ROOT, 'dist/index.js')} &`,
  'vk wait http://127.0.0.1:3000 > /dev/null',
];

const PROD =
  'vk profile add prod --provider vistarkriya --api-key vk_live_0123456789 --code 123456 --secret-env SECRET --store file 2>&1';
const CI =
  "vk profile add ci --provider kamiokash --api-key kamio_0123456789 --secret-command 'op read op://Private/api/secret'";

const WEBHOOK = { VK_WEBHOOK_SECRET: 'open sesame' };
const SECRETS = { SECRET: 'open sesame', KEY: 'kamio_0123456789', PASS: 'a long passphrase' };

const SANDBOX =
  'vk sandbox --provider vistarkriya --port 8787 --ready-file ready.json > /dev/null 2>&1 &';
const UNTIL_READY = 'vk wait --ready-file ready.json > /dev/null';

/** What the reader has already who comes to a block of this page that has this text in it. */
export interface Place extends Given {
  readonly page: string;
  readonly text?: string;
}

/** The first one that fits a block counts. */
export const PLACES: readonly Place[] = [
  {
    page: 'docs/batch.md',
    text: '--journal calls.journal',
    files: { 'calls.jsonl': BALANCE.repeat(3) },
    env: {
      VK_BASE_URL: 'http://127.0.0.1:8787/api/v1',
      VK_API_KEY: 'vk_live_sandbox_demo',
      VK_API_SECRET: 'vk-sandbox-demo-secret',
      VK_CODE: '246810',
    },
    lines: [SANDBOX, UNTIL_READY],
  },
  { page: 'docs/completions.md', env: { SHELL: '/bin/bash' } },
  {
    page: 'docs/doctor.md',
    text: 'vk profile check',
    env: { SECRET: 'vk-sandbox-demo-secret' },
    lines: [
      SANDBOX.replace('--port', '--strict-code admin --port'),
      UNTIL_READY,
      'vk profile add prod --provider vistarkriya --base-url http://127.0.0.1:8787/api/v1 --api-key vk_live_sandbox_demo --code 246810 --secret-env SECRET --store file',
    ],
  },
  { page: 'docs/history.md', text: '> missing.json' },
  { page: 'docs/history.md', lines: CALLS },
  { page: 'docs/profiles.md', text: 'vk profile add', env: SECRETS },
  { page: 'docs/profiles.md', env: SECRETS, lines: [PROD, CI] },
  {
    page: 'docs/webhooks.md',
    text: 'vk webhook replay',
    env: WEBHOOK,
    lines: [
      'vk webhook listen --port 8800 --forward-to http://127.0.0.1:3000/webhooks --ready-file listener.json > /dev/null 2>&1 &',
      ...HANDLER,
      'vk wait --ready-file listener.json > /dev/null',
      'vk webhook send http://127.0.0.1:8800/ --event order.successful > /dev/null',
    ],
  },
  { page: 'docs/webhooks.md', text: '127.0.0.1:3000', env: WEBHOOK, lines: HANDLER },
  {
    page: 'docs/webhooks.md',
    text: 'vk webhook audit',
    env: { VK_WEBHOOK_SECRET: 'a-secret-of-the-bench' },
    lines: [`node ${join(ROOT, 'bench/deliveries.mjs')} 20000 deliveries.jsonl`],
  },
  { page: 'docs/webhooks.md', env: WEBHOOK },
];

export function placeOf({ page, text }: Block): Place | undefined {
  return PLACES.find((place) => place.page === page && text.includes(place.text ?? ''));
}
