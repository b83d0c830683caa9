import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  BREAKS,
  brokenWebhook,
  findBreak,
  goodWebhook,
  whyNot,
  type WebhookBreak,
  type WebhookSender,
} from '../../src/app/webhook-breaks.js';
import { samplesOf } from '../../src/app/webhook-samples.js';
import { Secret } from '../../src/core/credential.js';
import { findHeader } from '../../src/core/headers.js';
import type { Provider, WebhookDefinition } from '../../src/core/provider.js';
import { verifyWebhook } from '../../src/core/verify-webhook.js';
import { fillSample } from '../../src/core/webhook-sample.js';
import { kamiokash } from '../../src/providers/kamiokash.js';
import { payinout } from '../../src/providers/payinout.js';

const NOW = Date.UTC(2026, 0, 27, 9, 23, 6, 658);
const SECRETS = ['kamio-webhook-secret', 'the next one'].map((text) => Secret.of(text));

function senderOf(provider: Provider & { readonly webhook: WebhookDefinition }): WebhookSender {
  return {
    provider,
    definition: provider.webhook,
    secrets: [
      { name: 'first', secret: SECRETS[0] ?? Secret.of('') },
      { name: 'second', secret: SECRETS[1] ?? Secret.of('') },
    ],
    path: '/hooks?x=1',
    headers: [['Content-Type', 'application/json']],
  };
}

const SENDERS = [senderOf(kamiokash), senderOf(payinout)];

/** The bodies of all events, and in 40 ways, so that a digest begins with a zero somewhere. */
function bodiesOf({ provider }: WebhookSender): Uint8Array[] {
  return Array.from({ length: 40 }, (_, number) =>
    samplesOf(provider).map((sample) => Buffer.from(fillSample(sample, NOW, number))),
  ).flat();
}

function verdictOf(sender: WebhookSender, { headers, body }: ReturnType<typeof goodWebhook>) {
  const provider = { name: 'p', webhook: sender.definition };
  return verifyWebhook(body, headers, SECRETS, { provider, now: new Date(NOW) }).reason;
}

describe.each(SENDERS.map((sender) => [sender.provider.name, sender] as const))(
  'webhooks of %s',
  (_name, sender) => {
    const bodies = bodiesOf(sender);
    const { signatureHeader } = sender.definition;
    const signed = BREAKS.filter(
      (each) => each.kind === 'catalogue' && whyNot(each, sender) === undefined,
    ).flatMap((each) => {
      const found = bodies.find((body) => brokenWebhook(each, sender, body, NOW) !== undefined);
      return found === undefined ? [] : [[each.name, each, found] as const];
    });

    it('are verified where they are good', () => {
      expect(verdictOf(sender, goodWebhook(sender, bodies[0] ?? Buffer.of(), NOW))).toBe('ok');
    });

    it('can be broken by most of the catalogue', () => {
      expect(signed.length).toBeGreaterThan(100);
      expect(signed.map(([name]) => name)).toEqual(
        expect.arrayContaining([
          'secret/other-profile',
          'body/trailing-newline',
          'body/python-dumps',
          'layout/final-newline',
          'algorithm/other-digest',
          'encoding/hex-upper-case',
          'encoding/leading-zeros-missing',
        ]),
      );
    });

    it.each(signed)('%s: another signature, which is refused', (_id, each, body) => {
      const good = goodWebhook(sender, body, NOW);
      const broken = brokenWebhook(each, sender, body, NOW) ?? good;
      const isOther = (name: string): boolean =>
        findHeader(broken.headers, name) !== findHeader(good.headers, name);
      expect(good.headers.map(([name]) => name).filter(isOther)).toEqual([signatureHeader]);
      expect(broken.body).toBe(body);
      expect(['mismatch', 'bad-encoding']).toContain(verdictOf(sender, broken));
    });
  },
);

describe('breaks of vk’s own', () => {
  const [sender = senderOf(kamiokash)] = SENDERS;
  const body = Buffer.from('{"a":"x","amount":150.59,"at":"2026"}');

  it.each([
    ['tampered', 'mismatch'],
    ['unsigned', 'missing-signature'],
    ['expired', 'timestamp-expired'],
    ['future', 'timestamp-in-future'],
    ['replayed', 'ok'],
  ])('%s: %s', (name, reason) => {
    const broken = brokenWebhook(findBreak(name, sender), sender, body, NOW);
    expect(broken && verdictOf(sender, broken)).toBe(reason);
  });

  it.each([
    ['{"a":"x","amount":150.59,"at":"2026"}', '{"a":"x","amount":150.50,"at":"2026"}'],
    ['{"a":"x","b":["y",true]}', '{"a":"x","b":["yx",true]}'],
    ['[-0]', '[-1]'],
    ['{"a":null}', '{"a":null}x'],
    ['', 'x'],
    ['not JSON', 'not JSONx'],
  ])('tampered: %s becomes %s', (before, after) => {
    const each = findBreak('tampered', sender);
    const broken = brokenWebhook(each, sender, Buffer.from(before), NOW);
    expect(Buffer.from(broken?.body ?? []).toString()).toBe(after);
  });

  it('are an hour beyond the tolerance, also a longer one', () => {
    const lenient = { ...sender, toleranceSeconds: 7200 };
    const broken = brokenWebhook(findBreak('expired', sender), lenient, body, NOW);
    expect(findHeader(broken?.headers ?? [], 'X-Timestamp')).toBe('2026-01-27T06:23:06.658Z');
  });

  it('leave the timestamp where only the signature is missing', () => {
    const broken = brokenWebhook(findBreak('unsigned', sender), sender, body, NOW);
    expect(broken?.headers.map(([name]) => name)).toEqual(['Content-Type', 'X-Timestamp']);
  });
});

describe('what a break signs', () => {
  const [sender = senderOf(kamiokash)] = SENDERS;
  const at = '2026-01-27T09:23:06.658Z';

  it.each([
    ['body/trailing-newline', `${at}{"a":1}\n`],
    ['body/left-out', at],
    ['layout/order', `{"a":1}${at}`],
    ['timestamp/seconds', '1769505786{"a":1}'],
    ['layout/other-scheme', `{"a":1}:${at}`],
  ])('%s', (name, message) => {
    const each = findBreak(name, sender);
    const broken = brokenWebhook(each, sender, Buffer.from('{"a":1}'), NOW);
    expect(findHeader(broken?.headers ?? [], 'X-Kamio-Signature')).toBe(
      createHmac('sha256', 'kamio-webhook-secret').update(message).digest('hex'),
    );
  });

  it('is nothing where it would be right', () => {
    const body = Buffer.from('{}');
    const empty: WebhookBreak = findBreak('body/empty-object', sender);
    expect(brokenWebhook(empty, sender, body, NOW)).toBeUndefined();
  });

  it('is no secret that a handler may take as well', () => {
    const other = findBreak('other-profile', sender);
    const broken = brokenWebhook(other, sender, Buffer.from('{}'), NOW);
    expect(broken && verdictOf(sender, broken)).toBe('mismatch');
  });
});

describe('a name', () => {
  const [kamio = senderOf(kamiokash), pay = senderOf(payinout)] = SENDERS;

  it.each([
    ['tampered', 'tampered'],
    ['body/trailing-newline', 'body/trailing-newline'],
    ['python-dumps', 'body/python-dumps'],
    // The method has a cause of this name too, and webhooks do not sign it.
    ['missing', 'timestamp/missing'],
  ])('%s is %s', (text, name) => {
    expect(findBreak(text, kamio).name).toBe(name);
  });

  it.each([
    ['trailing-newline', kamio, 'secret/trailing-newline or body/trailing-newline'],
    ['nonsense', kamio, '"nonsense"'],
    ['', kamio, '""'],
    ['method/lower-case', kamio, 'does not sign the method'],
    ['timestamp/missing', pay, 'does not sign the timestamp'],
    ['expired', pay, 'no window for a replay'],
    ['replayed', pay, 'no window for a replay'],
    ['future', pay, 'no window for a replay'],
  ])('%s is refused', (text, sender, said) => {
    expect(() => findBreak(text, sender)).toThrow(said);
    expect(() => findBreak(text, sender)).toThrow(expect.objectContaining({ code: 'usage' }));
  });

  it('is of one break only', () => {
    const names = BREAKS.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });
});
