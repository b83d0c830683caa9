import { spawn, type ChildProcess } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cleanEnvironment, collect, newFolder, ROOT } from './vk.js';

/** The examples of docs/webhooks.md, each served by its framework in a project of somebody else. */

const SECRET = 'whsec: Zoë';
const EXAMPLES = join(ROOT, 'docs/examples');
const page = readFileSync(join(ROOT, 'docs/webhooks.md'), 'utf8');
const running: ChildProcess[] = [];

afterAll(() => {
  for (const child of running.splice(0)) {
    child.kill('SIGKILL');
  }
});

/** A project that has vk-cli and the framework, and the example as its server. */
async function serve(framework: string): Promise<string> {
  const project = newFolder();
  mkdirSync(join(project, 'node_modules/@hono'), { recursive: true });
  symlinkSync(ROOT, join(project, 'node_modules/vk-cli'));
  for (const name of ['express', 'fastify', 'hono', '@hono/node-server']) {
    symlinkSync(join(ROOT, 'node_modules', name), join(project, 'node_modules', name));
  }
  writeFileSync(join(project, 'package.json'), '{"type":"module"}');
  const server = join(project, 'serve-example.mjs');
  const file = join(project, 'server.mjs');
  copyFileSync(join(ROOT, 'test/clients/serve-example.mjs'), server);
  copyFileSync(join(EXAMPLES, `webhook-${framework}.mjs`), file);
  const child = spawn(process.execPath, [server, framework, file], {
    cwd: project,
    env: cleanEnvironment(project, { KAMIOKASH_WEBHOOK_SECRET: SECRET }),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  running.push(child);
  const [, port = ''] = /(\d+)/.exec(await collect(child.stdout).waitFor(/^port \d+\n/)) ?? [];
  return `http://127.0.0.1:${port}/webhooks`;
}

interface Delivery {
  readonly body: string;
  readonly sentBody?: string;
  readonly atMs?: number;
  readonly secret?: string;
  readonly isSigned?: boolean;
}

async function deliver(
  url: string,
  { body, sentBody = body, atMs = Date.now(), secret = SECRET, isSigned = true }: Delivery,
): Promise<readonly [status: number, body: unknown]> {
  const timestamp = new Date(atMs).toISOString();
  const signature = createHmac('sha256', secret).update(timestamp).update(body).digest('hex');
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      'X-Timestamp': timestamp,
      ...(isSigned && { 'X-Kamio-Signature': signature }),
    },
    body: sentBody,
  });
  return [response.status, await response.json()];
}

const BODY = '{"type":"order.successful","data":{"total":1.0,"owner":"Zoë 🙂"}}';
const MINUTES = 60_000;

describe.concurrent.each(['express', 'fastify', 'hono', 'next'])('the example for %s', (name) => {
  let url = '';

  beforeAll(async () => {
    url = await serve(name);
  });

  it('is on the page as it is', () => {
    const text = readFileSync(join(EXAMPLES, `webhook-${name}.mjs`), 'utf8');
    expect(page).toContain(`\n\`\`\`js\n${text}\`\`\`\n`);
  });

  it.each<[what: string, Delivery, status: number, said: unknown]>([
    ['what was signed', { body: BODY }, 200, { received: 'order.successful' }],
    ['other white space', { body: ` ${BODY}\n` }, 200, { received: 'order.successful' }],
    [
      'what was tampered with',
      { body: BODY, sentBody: BODY.replace('1.0', '9.0') },
      401,
      { error: 'mismatch' },
    ],
    [
      'what was parsed and printed again',
      { body: BODY, sentBody: BODY.replace('1.0', '1') },
      401,
      { error: 'mismatch' },
    ],
    ['another secret', { body: BODY, secret: 'x' }, 401, { error: 'mismatch' }],
    ['no signature', { body: BODY, isSigned: false }, 401, { error: 'missing-signature' }],
    [
      'what is too old',
      { body: BODY, atMs: Date.now() - 6 * MINUTES },
      401,
      { error: 'timestamp-expired' },
    ],
    [
      'what comes from the future',
      { body: BODY, atMs: Date.now() + 6 * MINUTES },
      401,
      { error: 'timestamp-in-future' },
    ],
    ['no body', { body: BODY, sentBody: '' }, 401, { error: 'mismatch' }],
  ])('%s', async (_what, delivery, status, said) => {
    expect(await deliver(url, delivery)).toEqual([status, said]);
  });
});
