import { describe, expect, it } from 'vitest';
import { refusePlainHttp } from '../../src/app/deliver-webhook.js';
import type { HttpPort, WireRequest } from '../../src/app/ports.js';
import {
  sendBroken,
  sendGood,
  type DeliveryReport,
  type SendOptions,
} from '../../src/app/send-webhook.js';
import { findBreak } from '../../src/app/webhook-breaks.js';
import { dataPayload, findSample, samplePayload } from '../../src/app/webhook-payload.js';
import { samplesOf } from '../../src/app/webhook-samples.js';
import { runSuite } from '../../src/app/webhook-suite.js';
import { parseWebhookUrl } from '../../src/app/webhooks.js';
import { Secret } from '../../src/core/credential.js';
import { VkError } from '../../src/core/error.js';
import type { Provider, WebhookDefinition } from '../../src/core/provider.js';
import { verifyWebhook } from '../../src/core/verify-webhook.js';
import { kamiokash } from '../../src/providers/kamiokash.js';
import { payinout } from '../../src/providers/payinout.js';
import { response } from '../cli/fakes.js';

const NOW = Date.UTC(2026, 0, 27);
const SECRET = Secret.of('a webhook secret');
const TARGET = parseWebhookUrl('http://127.0.0.1:3000/hooks');

type Reply = number | VkError;
type Documented = Provider & { readonly webhook: WebhookDefinition };

/** A handler as a function of what it gets, and all that it got. */
function handler(
  reply: (request: WireRequest, index: number) => Reply,
  provider: Documented = kamiokash,
): SendOptions & { readonly got: WireRequest[] } {
  const got: WireRequest[] = [];
  const http: HttpPort = {
    send: async (request) => {
      got.push(request);
      const status = await Promise.resolve(reply(request, got.length - 1));
      if (typeof status !== 'number') {
        throw status;
      }
      return response('', { status, elapsedMs: 1.26 });
    },
  };
  return {
    got,
    http,
    target: TARGET,
    sender: {
      provider,
      definition: provider.webhook,
      secrets: [{ name: 'test', secret: SECRET }],
      path: TARGET.path,
      headers: [],
    },
    nowMs: () => NOW,
    timeoutMs: 1000,
  };
}

/** A handler that does as it should, by what vk itself verifies. */
function verifying(provider: Documented) {
  return ({ body, headers }: WireRequest): number =>
    verifyWebhook(body, headers, SECRET, { provider, now: new Date(NOW) }).ok ? 200 : 401;
}

const SAMPLES = samplesOf(kamiokash).map((sample) => samplePayload(sample, []));
const FAULT = new VkError('network', 'it is gone', '');

describe('a good delivery', () => {
  const payload = dataPayload(Buffer.from('{}'));
  it.each<[Reply, string, string | undefined]>([
    [200, 'right', undefined],
    [204, 'right', undefined],
    [302, 'wrong', 'a redirect, which is not followed, in answer to a good delivery'],
    [401, 'wrong', 'it refused a good delivery'],
    [500, 'wrong', 'it refused a good delivery'],
    [FAULT, 'wrong', 'it is gone'],
  ])('answered by %s is %s', async (reply, verdict, reason) => {
    const report = await sendGood(
      handler(() => reply),
      payload,
      0,
    );
    expect([report.verdict, report.reason]).toEqual([verdict, reason]);
  });
});

describe('a broken delivery', () => {
  const options = (reply: Reply) => handler(() => reply);
  it.each<[string, Reply, string]>([
    ['tampered', 200, 'wrong'],
    ['tampered', 204, 'wrong'],
    ['tampered', 401, 'right'],
    ['tampered', 302, 'right'],
    ['tampered', 500, 'warning'],
    ['tampered', FAULT, 'wrong'],
    ['expired', 200, 'wrong'],
    ['replayed', 200, 'warning'],
    ['replayed', 409, 'right'],
  ])('%s, answered by %s, is %s', async (name, reply, verdict) => {
    const to = options(reply);
    const reports = await sendBroken(to, findBreak(name, to.sender), SAMPLES, 0);
    expect(reports.at(-1)).toMatchObject({ name, expected: 'refused', verdict });
  });

  it('that is replayed is the same, byte for byte, and the first has to be taken', async () => {
    const to = handler((_request, index) => (index === 0 ? 401 : 409));
    const reports = await sendBroken(to, findBreak('replayed', to.sender), SAMPLES, 0);
    expect(reports.map(({ name, verdict }) => [name, verdict])).toEqual([
      ['replayed-first', 'wrong'],
      ['replayed', 'right'],
    ]);
    expect(to.got).toHaveLength(2);
    expect(to.got[1]).toEqual(to.got[0]);
  });

  it('takes the first event that it changes', async () => {
    const to = options(401);
    const [report] = await sendBroken(to, findBreak('latin-1', to.sender), SAMPLES, 0);
    expect(report?.event).toBe('member.new');
  });

  it('finds a digest with a zero at its start, which one in sixteen has', async () => {
    const to = options(401);
    const cause = findBreak('leading-zeros-missing', to.sender);
    const sent = await Promise.all(
      ['{"a":1}', '{"a":2}', '{"a":3}', '{"a":4}'].map((text) =>
        sendBroken(to, cause, [dataPayload(Buffer.from(text))], 0),
      ),
    );
    expect(sent.map(({ length }) => length)).toEqual([1, 1, 1, 1]);
  });

  it('is not sent where it changes nothing', async () => {
    const to = options(401);
    const payloads = [dataPayload(Buffer.from('{}'))];
    expect(await sendBroken(to, findBreak('latin-1', to.sender), payloads, 0)).toEqual([]);
    expect(to.got).toEqual([]);
  });
});

const names = (reports: readonly DeliveryReport[], verdict: string): string[] =>
  reports.filter((report) => report.verdict === verdict).map(({ name }) => name);

describe.each([
  { provider: kamiokash, builtIn: 5, warnings: ['replayed'], left: [] },
  { provider: payinout, builtIn: 2, warnings: [], left: ['expired', 'future', 'replayed'] },
])('the suite for $provider.name', ({ provider, builtIn, warnings, left }) => {
  const payloads = samplesOf(provider).map((sample) => samplePayload(sample, []));

  it('finds nothing wrong with a handler that verifies, and tells of each delivery', async () => {
    const heard: DeliveryReport[] = [];
    const { reports, skipped, fault } = await runSuite(
      handler(verifying(provider), provider),
      payloads,
      (report) => heard.push(report),
    );
    expect(fault).toBeUndefined();
    expect(heard).toEqual(reports);
    expect(names(reports, 'wrong')).toEqual([]);
    expect(names(reports, 'warning')).toEqual(warnings);
    expect(names(reports, 'right').length).toBeGreaterThan(100);
    const own = skipped.filter(({ name }) => !name.includes('/')).map(({ name }) => name);
    expect(own).toEqual(left);
  });

  it('fails each broken one with a handler that takes everything', async () => {
    const { reports } = await runSuite(
      handler(() => 200, provider),
      payloads,
      () => undefined,
    );
    const broken = reports.filter(({ expected }) => expected === 'refused');
    expect(broken.length).toBeGreaterThan(100 + builtIn);
    expect(names(broken, 'right')).toEqual([]);
    expect(names(broken, 'warning')).toEqual(warnings);
  });

  it('fails each good one with a handler that refuses everything', async () => {
    const { reports } = await runSuite(
      handler(() => 401, provider),
      payloads,
      () => undefined,
    );
    const good = reports.filter(({ expected }) => expected === 'taken');
    expect(names(good, 'wrong')).toHaveLength(payloads.length + warnings.length);
    expect(names(reports, 'wrong')).toHaveLength(payloads.length + warnings.length);
  });
});

describe('the suite', () => {
  it('gives each delivery an id of its own', async () => {
    const to = handler(verifying(kamiokash));
    await runSuite(to, SAMPLES, () => undefined);
    const ids = to.got.map(({ body }) => /"evt_\w+"/.exec(Buffer.from(body).toString())?.[0]);
    // Only what is replayed comes twice.
    expect(new Set(ids).size).toBe(ids.length - 1);
  });

  it('ends at once where there is no handler', async () => {
    const to = handler(() => FAULT);
    const { reports, fault } = await runSuite(to, SAMPLES, () => undefined);
    expect([reports.length, fault]).toEqual([1, FAULT]);
  });

  it('ends where the handler has gone away', async () => {
    const to = handler((_request, index) => (index < 4 ? 200 : FAULT));
    const { reports, fault } = await runSuite(to, SAMPLES, () => undefined);
    expect([reports.length, fault]).toEqual([6, FAULT]);
  });

  it('goes on where a single delivery gets no answer, which is wrong', async () => {
    const to = handler((request) =>
      request.headers.some(([name]) => name === 'X-Kamio-Signature')
        ? verifying(kamiokash)(request)
        : FAULT,
    );
    const { reports, fault } = await runSuite(to, SAMPLES, () => undefined);
    expect(fault).toBeUndefined();
    expect(names(reports, 'wrong')).toEqual(['unsigned']);
  });
});

describe('an event', () => {
  it.each([
    [undefined, 'transaction.successful'],
    ['wallet.new', 'wallet.new'],
  ])('%s is %s', (name, found) => {
    expect(findSample(samplesOf(kamiokash), 'KamioKash', name).name).toBe(found);
  });

  it('of another provider, or of none, is refused', () => {
    expect(() => findSample(samplesOf(payinout), 'PayIn/PayOut', 'wallet.new')).toThrow(
      'PayIn/PayOut has no event "wallet.new"',
    );
    expect(() => findSample([], 'Influencemart', undefined)).toThrow('documents no events');
  });
});

describe('plain http', () => {
  it.each(['http://127.0.0.1:1/', 'http://localhost/', 'http://[::1]/', 'https://example.com/'])(
    'may be: %s',
    (url) => {
      expect(() => {
        refusePlainHttp(parseWebhookUrl(url));
      }).not.toThrow();
    },
  );

  it.each(['http://example.com/', 'http://192.168.0.1/', 'http://127.0.0.1.example.com/'])(
    'may not lead away: %s',
    (url) => {
      expect(() => {
        refusePlainHttp(parseWebhookUrl(url));
      }).toThrow(expect.objectContaining({ code: 'plain-http' }));
    },
  );
});
