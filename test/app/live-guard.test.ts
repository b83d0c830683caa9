import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isConfirmedByVariable } from '../../src/app/call-guard.js';
import { openGuard, OPEN_GUARD, readMode, type GuardedRun } from '../../src/app/live-guard.js';
import { parseBaseUrl } from '../../src/core/base-url.js';
import { Secret } from '../../src/core/credential.js';
import { VkError } from '../../src/core/error.js';
import type { Header } from '../../src/core/headers.js';
import type { Mode, Provider } from '../../src/core/provider.js';
import { influencemart } from '../../src/providers/influencemart.js';
import { payinout } from '../../src/providers/payinout.js';
import { vistarkriya } from '../../src/providers/vistarkriya.js';
import { refusal } from './refusal.js';

/** One of each: it reports a mode, its key tells, both, neither. */
const PROVIDERS = {
  reports: vistarkriya,
  keyTells: influencemart,
  both: { ...influencemart, mode: vistarkriya.mode },
  silent: payinout,
} as const;
const REMOTE = 'https://api.example.com';
const LOOPBACK = 'http://127.0.0.1:8787';

interface Situation {
  readonly provider: keyof typeof PROVIDERS;
  readonly key: string;
  /** What the API says, where it is asked. */
  readonly reported: string | undefined;
  readonly expected: Mode;
  readonly base: string;
  readonly method: string;
  readonly live: boolean;
  readonly yes: boolean;
  /** What a person answers; undefined where there is none. */
  readonly answer: boolean | undefined;
}

const usual: Situation = {
  provider: 'reports',
  key: 'vk_live_x',
  reported: 'sandbox',
  expected: 'sandbox',
  base: REMOTE,
  method: 'POST',
  live: false,
  yes: false,
  answer: undefined,
};

interface Course {
  /** Whether the call may go. */
  readonly passes: boolean;
  readonly probes: number;
  readonly questions: readonly string[];
  readonly error?: unknown;
}

async function follow(situation: Situation): Promise<Course> {
  const { answer } = situation;
  let probes = 0;
  const questions: string[] = [];
  const guard = openGuard(runOf(situation), {
    probeMode: async () => {
      probes += 1;
      return await Promise.resolve(situation.reported);
    },
    confirm:
      answer === undefined
        ? undefined
        : async (question) => {
            questions.push(question);
            return await Promise.resolve(answer);
          },
  });
  const error: unknown = await guard.admit(situation.method).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return error === undefined
    ? { passes: true, probes, questions }
    : { passes: false, probes, questions, error };
}

function runOf({ provider, key, base, expected, live, yes }: Situation): GuardedRun {
  const definition: Provider = PROVIDERS[provider];
  return {
    provider: definition,
    credential: { fields: { apiKey: key }, secret: Secret.of('s') },
    base: parseBaseUrl(base),
    expected,
    live,
    yes,
  };
}

/** What a call may come to: sent at once, after a question, or not at all. */
interface Rule {
  /** As the page on the guard says it. */
  readonly text: string;
  readonly when: (situation: Situation) => boolean;
  readonly passes: boolean;
  /** Whether a free GET asks the API, where it reports a mode at all; whether a person is asked. */
  readonly probes?: boolean;
  readonly asks?: boolean;
}

const isMeant = ({ live, expected }: Situation): boolean => live || expected === 'live';
const hasMode = ({ provider }: Situation): boolean => provider === 'reports' || provider === 'both';
const isKnownKey = (provider: Situation['provider']): boolean =>
  provider === 'keyTells' || provider === 'both';
const isTestKey = ({ provider, key }: Situation): boolean =>
  isKnownKey(provider) && key === 'ak_test_x';
const isLiveKey = ({ provider, key }: Situation): boolean =>
  isKnownKey(provider) && key === 'ak_live_x';
const saysLive = ({ reported }: Situation): boolean =>
  [' Live\t', 'live', 'sandbox, live'].includes(reported ?? '');
const saysSandbox = ({ reported }: Situation): boolean =>
  ['sandbox', 'SANDBOX ', 'sandbox, sandbox'].includes(reported ?? '');

/** The guard in plain words. The first rule that fits decides. */
const RULES: readonly Rule[] = [
  {
    text: '| GET, HEAD | any | any | any | sent |',
    when: ({ method }) => method === 'GET' || method === 'HEAD',
    passes: true,
  },
  {
    text: '| write | live | test, of a provider that reports no mode | not asked | sent |',
    when: (each) => isMeant(each) && isTestKey(each) && !hasMode(each),
    passes: true,
  },
  {
    text: '| write with `--yes` or `VK_YES` | live | any | not asked | sent |',
    when: (each) => isMeant(each) && each.yes,
    passes: true,
  },
  {
    text: '| write on a terminal | live | any | not asked | a person is asked: sent on yes |',
    when: (each) => isMeant(each) && each.answer === true,
    passes: true,
    asks: true,
  },
  {
    text: '| write on a terminal | live | any | not asked | a person is asked: refused on no |',
    when: (each) => isMeant(each) && each.answer === false,
    passes: false,
    asks: true,
  },
  {
    text: '| write in a script | live | any | not asked | refused |',
    when: isMeant,
    passes: false,
  },
  {
    text: '| write | sandbox | live | not asked | refused |',
    when: isLiveKey,
    passes: false,
  },
  {
    text: '| write | sandbox | any | `live` | refused |',
    when: (each) => hasMode(each) && saysLive(each),
    passes: false,
    probes: true,
  },
  {
    text: '| write | sandbox | any | `sandbox` | sent |',
    when: (each) => hasMode(each) && saysSandbox(each),
    passes: true,
    probes: true,
  },
  {
    text: '| write | sandbox | test | nothing | sent |',
    when: (each) => isTestKey(each) && (!hasMode(each) || each.reported === undefined),
    passes: true,
    probes: true,
  },
  {
    text: '| write to this machine | sandbox | tells nothing | nothing, or another word | sent |',
    when: ({ base }) => base === LOOPBACK,
    passes: true,
    probes: true,
  },
  {
    text: '| write | sandbox | tells nothing | nothing, or another word | refused |',
    when: () => true,
    passes: false,
    probes: true,
  },
];

const flags = [false, true];
const REPORTED = [
  'sandbox',
  'SANDBOX ',
  'sandbox, sandbox',
  'live',
  ' Live\t',
  'sandbox, live',
  'staging',
  'sandbox, staging',
  'sandboxed',
  '',
  undefined,
];
const KEYS = ['ak_test_x', 'ak_live_x', 'x_ak_test_x', 'AK_TEST_X', 'vk_live_x', ''];
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PURGE', 'get'];

/** Each way in which these can meet. */
function* situations(): Generator<Situation> {
  for (const provider of ['reports', 'keyTells', 'both', 'silent'] as const) {
    for (const expected of ['sandbox', 'live'] as const) {
      for (const reported of REPORTED) {
        for (const key of KEYS) {
          for (const live of flags) {
            for (const yes of flags) {
              for (const answer of [undefined, true, false]) {
                for (const base of [REMOTE, LOOPBACK]) {
                  for (const method of METHODS) {
                    yield { provider, expected, reported, key, live, yes, answer, base, method };
                  }
                }
              }
            }
          }
        }
      }
    }
  }
}

describe('the whole table', () => {
  it('ends as the rules say, cell by cell', async () => {
    const used = new Map<Rule, number>();
    const wrong: unknown[] = [];
    for (const situation of situations()) {
      const rule = RULES.find(({ when }) => when(situation));
      const { passes, probes, questions, error } = await follow(situation);
      const isProbed = rule?.probes === true && hasMode(situation);
      const isAsExpected =
        passes === rule?.passes &&
        probes === (isProbed ? 1 : 0) &&
        questions.length === (rule.asks === true ? 1 : 0) &&
        (passes || (error instanceof VkError && error.code === 'live-guard'));
      if (rule === undefined || !isAsExpected) {
        wrong.push({ situation, rule: rule?.text, passes, probes, questions });
      } else {
        used.set(rule, (used.get(rule) ?? 0) + 1);
      }
    }
    expect(wrong.slice(0, 3)).toEqual([]);
    // No rule is idle, and none of them has been left out by the product of values.
    expect(RULES.filter((rule) => (used.get(rule) ?? 0) < 10)).toEqual([]);
    expect([...used.values()].reduce((sum, count) => sum + count, 0)).toBe(
      4 * 2 * REPORTED.length * KEYS.length * 2 * 2 * 3 * 2 * METHODS.length,
    );
  });

  it('is the one that is documented', () => {
    const page = readFileSync(new URL('../../docs/live-guard.md', import.meta.url), 'utf8');
    const rows = page.split('\n').filter((line) => /^\| (?:GET, HEAD|write)/.test(line));
    expect(rows).toEqual(RULES.map(({ text }) => text));
  });
});

describe('--yes and VK_YES', () => {
  it('let nothing through where a sandbox is expected', async () => {
    for (const situation of situations()) {
      if (!isMeant(situation) && situation.yes) {
        const { passes } = await follow({ ...situation, yes: false });
        expect((await follow(situation)).passes).toBe(passes);
      }
    }
  });

  it.each<[value: string | undefined, confirms: boolean]>([
    ['1', true],
    ['true', true],
    ['YES', true],
    ['yes', true],
    [undefined, false],
    ['', false],
    ['0', false],
    ['no', false],
    ['n', false],
    ['false', false],
    [' 1', false],
    ['2', false],
    ['y', false],
  ])('VK_YES=%j: %s', (value, confirms) => {
    expect(isConfirmedByVariable({ VK_YES: value })).toBe(confirms);
  });

  it('no other variable confirms', () => {
    for (const name of ['CI', 'VK_LIVE', 'VK_MODE', 'YES', 'vk_yes', 'GITHUB_ACTIONS']) {
      expect(isConfirmedByVariable({ [name]: '1' })).toBe(false);
    }
  });
});

describe('a run of many calls', () => {
  const live = { ...usual, expected: 'live' } as const;

  function counted(change: Partial<Situation>, ...modes: readonly (string | undefined | Error)[]) {
    const situation = { ...usual, ...change };
    const asked: string[] = [];
    const guard = openGuard(
      { ...runOf(situation), calls: 25 },
      {
        probeMode: async () => {
          const mode = modes[asked.length];
          asked.push('probe');
          return await (mode instanceof Error ? Promise.reject(mode) : Promise.resolve(mode));
        },
        confirm: async (question) => {
          asked.push(question);
          return await Promise.resolve(situation.answer ?? false);
        },
      },
    );
    return { guard, asked };
  }

  it('asks the API once, also for calls at the same time', async () => {
    const { guard, asked } = counted({}, 'sandbox');
    await Promise.all(['POST', 'PUT', 'GET', 'DELETE'].map(async (each) => guard.admit(each)));
    await guard.admit('POST');
    expect(asked).toEqual(['probe']);
  });

  it('asks a person once, about all of them', async () => {
    const { guard, asked } = counted({ ...live, answer: true });
    await Promise.all([guard.admit('POST'), guard.admit('PUT')]);
    await guard.admit('POST');
    expect(asked).toEqual([
      '25 calls to https://api.example.com are live and may cost money. Send them?',
    ]);
  });

  it('takes a no for all of them', async () => {
    const { guard, asked } = counted({ ...live, answer: false });
    await expect(guard.admit('POST')).rejects.toEqual(refusal('live-guard', 'not confirmed'));
    await expect(guard.admit('POST')).rejects.toEqual(refusal('live-guard', 'not confirmed'));
    expect(asked).toHaveLength(1);
  });

  it('asks the API again where the free GET has failed, and sends nothing before', async () => {
    const { guard, asked } = counted({}, new Error('no network'), 'sandbox');
    const first = await Promise.allSettled([guard.admit('POST'), guard.admit('POST')]);
    expect(first.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await guard.admit('POST');
    expect(asked).toHaveLength(2);
  });

  it.each(['live', ' LIVE', 'sandbox, live'])('ends at a write that came from %j', async (mode) => {
    const { guard } = counted({}, 'sandbox');
    await guard.admit('POST');
    expect(guard.watch('POST', 'sandbox')).toBe(false);
    await guard.admit('POST');
    expect(guard.watch('POST', mode)).toBe(true);
    await expect(guard.admit('POST')).rejects.toEqual(
      refusal('live-guard', 'an answer of this run came from live', 'no further write'),
    );
    await guard.admit('GET');
  });

  it.each<[why: string, change: Partial<Situation>, method: string, reported: string | undefined]>([
    ['a read', {}, 'GET', 'live'],
    ['a write in sandbox', {}, 'POST', 'sandbox'],
    ['an answer without a mode', {}, 'POST', undefined],
    ['--live', { live: true }, 'POST', 'live'],
    ['a live profile', { expected: 'live' }, 'POST', 'live'],
  ])('goes on after %s', (_why, change, method, reported) => {
    expect(counted(change, 'sandbox').guard.watch(method, reported)).toBe(false);
  });

  it('to the sandbox in this process passes', async () => {
    await OPEN_GUARD.admit('POST');
    expect(OPEN_GUARD.watch('POST', 'live')).toBe(false);
  });
});

it.each<[headers: readonly Header[], mode: string | undefined]>([
  [[], undefined],
  [[['X-Other', 'live']], undefined],
  [[['x-api-mode', 'Sandbox']], 'Sandbox'],
  [
    [
      ['X-API-Mode', 'sandbox'],
      ['X-Other', '1'],
      ['x-api-MODE', 'live'],
    ],
    'sandbox, live',
  ],
])('the mode of %j', (headers, mode) => {
  expect(readMode(vistarkriya, headers)).toBe(mode);
  expect(readMode(payinout, headers)).toBeUndefined();
});

describe('says why', () => {
  it.each<[change: Partial<Situation>, message: string, remedy: string]>([
    [{ reported: 'live' }, 'X-API-Mode says live: POST may cost money', 'say --live'],
    [{ reported: ' LIVE' }, 'X-API-Mode says live: POST may cost money', 'say --live'],
    [{ reported: 'odd' }, 'did not report a known mode in X-API-Mode (odd)', '--sandbox'],
    [{ reported: undefined }, 'did not report a known mode in X-API-Mode (absent)', 'say --live'],
    [{ provider: 'keyTells', key: 'ak_live_x' }, 'the API key is a live key', 'use a test key'],
    [{ provider: 'silent' }, 'PayIn/PayOut does not tell sandbox from live', 'say --live'],
    [{ live: true }, 'POST to https://api.example.com is live', 'confirm it with --yes'],
    [{ live: true, answer: false }, 'was not confirmed', 'Nothing was sent'],
  ])('%j', async (change, message, remedy) => {
    const { error } = await follow({ ...usual, ...change });
    expect(error).toEqual(refusal('live-guard', message, remedy));
    expect(error).toEqual(refusal('live-guard', '', 'Nothing was sent'));
  });

  it('asks about this very request', async () => {
    const { questions } = await follow({ ...usual, method: 'DELETE', live: true, answer: true });
    expect(questions).toEqual([
      'DELETE to https://api.example.com is live and may cost money. Send it?',
    ]);
  });

  it('does not name the key', async () => {
    const key = 'ak_live_0123456789abcdef';
    const { error } = await follow({ ...usual, provider: 'keyTells', key });
    expect(JSON.stringify(error)).not.toContain('0123456789');
  });
});

it('passes on what the free GET fails with', async () => {
  const failure = new Error('no network');
  const guard = openGuard(runOf(usual), {
    probeMode: async () => await Promise.reject(failure),
    confirm: undefined,
  });
  await expect(guard.admit('POST')).rejects.toBe(failure);
});
