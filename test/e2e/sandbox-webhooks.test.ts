import { describe, expect, it } from 'vitest';
import { startSandbox as startInProcess, type SandboxLogEntry } from '../../src/sandbox.js';
import { startHandler } from './listener.js';
import { isInstalled, member, startCapture, startSandbox, vk } from './vk.js';

const hasPython = await isInstalled('python3', '--version');

describe.concurrent('the webhooks of vk sandbox', () => {
  it('are taken by the handler of KamioKash’s page', async () => {
    const handler = await startHandler([process.execPath, 'kamiokash-webhook-page.mjs'], {
      KAMIOKASH_WEBHOOK_SECRET: 'kamio-sandbox-demo-webhook-secret',
    });
    const sandbox = await startSandbox(['kamiokash'], { args: ['--webhook-url', handler.url] });
    const { env } = sandbox.server;
    const words = ['externalId=zoé', 'firstName=Zoë', 'lastName=🙂'];
    expect((await vk(['call', 'POST', '/member', ...words], { env })).exitCode).toBe(0);
    expect(await handler.printed(/^other .*\n/m)).toBe('other member.new\n');
    await sandbox.logged(/^\S+ {2}#1 {2}200 {2}webhook member\.new {2}[\d.]+ ms\n/m);
    const order = ['reference=r1', 'owner=zoé', 'variantId=VERY_COOL_GIFT_CARD_1', 'quantity:=1'];
    const dated = [...order, 'date=2026-01-27T09:23:06.658Z'];
    expect((await vk(['call', 'POST', '/orders/simple', ...dated], { env })).exitCode).toBe(0);
    expect(await handler.printed(/^order .*\n/m)).toContain('"owner":"zoé"');
    await sandbox.logged(/^\S+ {2}#2 {2}200 {2}webhook order\.successful {2}[\d.]+ ms\n/m);
  });

  it.skipIf(!hasPython)('are verified by Python over the raw body (needs python3)', async () => {
    const sandboxEnv = { VK_API_SECRET: 'payinout-sandbox-demo-secret' };
    const handler = await startHandler(['python3', 'payinout-webhook.py'], sandboxEnv);
    const sandbox = await startSandbox(['payinout'], { args: ['--webhook-url', handler.url] });
    const { env } = sandbox.server;
    const words = ['amount:=150.50', 'orderId=é 1'];
    expect((await vk(['call', 'POST', '/payin', ...words], { env })).exitCode).toBe(0);
    const line = await handler.printed(/^200 .*\n/m);
    const body = line.slice(4).trimEnd();
    expect(body).not.toMatch(/[{,:]\s|\s[},]/);
    expect(body).toContain('150.50');
    expect(member(JSON.parse(body), 'orderId')).toBe('é 1');
  });

  it('are refused by a handler with another secret, which the log and the summary say', async () => {
    const handler = await startHandler([process.execPath, 'kamiokash-webhook-page.mjs'], {
      KAMIOKASH_WEBHOOK_SECRET: 'another',
    });
    const sandbox = await startSandbox(['kamiokash'], { args: ['--webhook-url', handler.url] });
    const { env } = sandbox.server;
    await vk(['call', 'POST', '/member', 'externalId=a', 'firstName=A', 'lastName=B'], { env });
    await sandbox.logged(/^\S+ {2}#1 {2}401 {2}webhook member\.new {2}[\d.]+ ms\n/m);
    sandbox.process.kill('SIGINT');
    await sandbox.logged(/^1 webhook sent, 1 not taken\n/m);
  });

  it('to nobody are logged with the reason', async () => {
    const closed = await startCapture();
    const url = `http://127.0.0.1:1/`;
    expect(closed.requests).toEqual([]);
    const sandbox = await startSandbox(['kamiokash'], { args: ['--webhook-url', url, '--json'] });
    const { env } = sandbox.server;
    await vk(['call', 'POST', '/member', 'externalId=a', 'firstName=A', 'lastName=B'], { env });
    const line: unknown = JSON.parse(await sandbox.logged(/^\{"event":"webhook".*\n/m));
    expect([member(line, 'request'), member(line, 'name'), member(line, 'status')]).toEqual([
      1,
      'member.new',
      null,
    ]);
    expect(member(line, 'fault')).toContain('127.0.0.1:1');
  });
});

it('startSandbox({ webhookUrl }) sends them too, and closes while a handler is silent', async () => {
  const silent = await startCapture(() => undefined);
  const entries: SandboxLogEntry[] = [];
  const sandbox = await startInProcess({
    provider: 'kamiokash',
    webhookUrl: `${silent.origin}/hook`,
    log: (entry) => entries.push(entry),
  });
  const words = ['externalId=a', 'firstName=A', 'lastName=B'];
  await vk(['call', 'POST', '/member', ...words], { env: sandbox.env });
  await silent.connected;
  await sandbox.close();
  expect(entries.map(({ event }) => event)).toEqual(['answer']);
});

describe('is refused', () => {
  it.each([
    [['--provider', 'vistarkriya', '--webhook-url', 'http://127.0.0.1:1/'], 2, 'sends no webhooks'],
    [['--webhook-url', 'http://u:secret@127.0.0.1/'], 2, 'user information'],
    [['--webhook-url', 'nonsense'], 2, '"nonsense"'],
    [['--listen', '0.0.0.0'], 6, '--expose'],
    [['--listen', 'example.com'], 2, '"example.com"'],
  ])('%j', async (args, exit, said) => {
    const { exitCode, stderr, stdout } = await vk(['sandbox', '--port', '0', ...args]);
    expect([exitCode, stdout]).toEqual([exit, '']);
    expect(stderr).toContain(said);
    expect(stderr).not.toContain('secret@');
  });
});
