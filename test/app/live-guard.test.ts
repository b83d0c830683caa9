import { describe, expect, it } from 'vitest';
import { guardLive, type GuardedCall } from '../../src/app/live-guard.js';
import { parseBaseUrl } from '../../src/core/base-url.js';
import { Secret } from '../../src/core/credential.js';
import type { Mode, Provider } from '../../src/core/provider.js';
import { influencemart } from '../../src/providers/influencemart.js';
import { payinout } from '../../src/providers/payinout.js';
import { vistarkriya } from '../../src/providers/vistarkriya.js';
import { refusal } from './refusal.js';

/** One of each: it reports a mode, its key tells, it tells nothing. */
const PROVIDERS = { reports: vistarkriya, keyTells: influencemart, silent: payinout } as const;
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
  const error: unknown = await guardLive(guarded(situation), {
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
  }).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return error === undefined
    ? { passes: true, probes, questions }
    : { passes: false, probes, questions, error };
}

function guarded({ provider, key, base, method, expected, live, yes }: Situation): GuardedCall {
  const definition: Provider = PROVIDERS[provider];
  return {
    provider: definition,
    credential: { fields: { apiKey: key }, secret: Secret.of('s') },
    base: parseBaseUrl(base),
    method,
    expected,
    live,
    yes,
  };
}

it.each<[name: string, change: Partial<Situation>, passes: boolean, probes: number, asks: number]>([
  // A read costs nothing, so nothing is asked, whatever the mode.
  ['a GET', { method: 'GET' }, true, 0, 0],
  ['a HEAD', { method: 'HEAD' }, true, 0, 0],
  ['a GET in live', { method: 'GET', expected: 'live', reported: 'live' }, true, 0, 0],
  ['a GET with a live key', { method: 'GET', provider: 'keyTells', key: 'ak_live_x' }, true, 0, 0],
  // Sandbox expected, and the API is asked.
  ['a POST, API says sandbox', {}, true, 1, 0],
  ['a POST, API says live', { reported: 'live' }, false, 1, 0],
  ['a POST, API says live, --yes alone', { reported: 'live', yes: true }, false, 1, 0],
  ['a POST, API says live, a person is there', { reported: 'live', answer: true }, false, 1, 0],
  ['a POST, API says nothing', { reported: undefined }, false, 1, 0],
  ['a POST, API says nothing, --yes alone', { reported: undefined, yes: true }, false, 1, 0],
  ['a POST, API says something else', { reported: 'staging' }, false, 1, 0],
  ['a POST, API says SANDBOX', { reported: 'SANDBOX' }, true, 1, 0],
  ['a POST, API says " Sandbox "', { reported: ' Sandbox ' }, true, 1, 0],
  ['a POST, API says LIVE', { reported: 'LIVE' }, false, 1, 0],
  ['a POST, API says an empty word', { reported: '' }, false, 1, 0],
  ['a PUT, API says live', { method: 'PUT', reported: 'live' }, false, 1, 0],
  ['a PATCH, API says live', { method: 'PATCH', reported: 'live' }, false, 1, 0],
  ['a DELETE, API says live', { method: 'DELETE', reported: 'live' }, false, 1, 0],
  ['an OPTIONS, API says live', { method: 'OPTIONS', reported: 'live' }, false, 1, 0],
  ['a method nobody knows, API says live', { method: 'PURGE', reported: 'live' }, false, 1, 0],
  // This machine: only a plain "live" stops it.
  ['loopback, says sandbox', { base: LOOPBACK }, true, 1, 0],
  ['loopback, says live', { base: LOOPBACK, reported: 'live' }, false, 1, 0],
  ['loopback, says LIVE', { base: LOOPBACK, reported: 'LIVE' }, false, 1, 0],
  ['loopback, says " Live "', { base: LOOPBACK, reported: ' Live ' }, false, 1, 0],
  ['loopback, says nothing', { base: LOOPBACK, reported: undefined }, true, 1, 0],
  ['localhost, says nothing', { base: 'http://localhost', reported: undefined }, true, 1, 0],
  // The key tells, so nothing is asked of the API.
  ['a test key', { provider: 'keyTells', key: 'ak_test_x' }, true, 0, 0],
  ['a live key', { provider: 'keyTells', key: 'ak_live_x' }, false, 0, 0],
  ['a live key, --yes alone', { provider: 'keyTells', key: 'ak_live_x', yes: true }, false, 0, 0],
  [
    'a live key to loopback',
    { provider: 'keyTells', key: 'ak_live_x', base: LOOPBACK },
    false,
    0,
    0,
  ],
  ['a key that tells nothing', { provider: 'keyTells', key: 'other' }, false, 0, 0],
  ['such a key to loopback', { provider: 'keyTells', key: 'other', base: LOOPBACK }, true, 0, 0],
  ['a prefix in the middle', { provider: 'keyTells', key: 'x_ak_test_x' }, false, 0, 0],
  // A provider that tells sandbox from live nowhere.
  ['a silent provider', { provider: 'silent' }, false, 0, 0],
  ['a silent provider, --yes alone', { provider: 'silent', yes: true }, false, 0, 0],
  ['a silent provider on loopback', { provider: 'silent', base: LOOPBACK }, true, 0, 0],
  // --live: a person confirms, or a script says --yes.
  ['--live in a script', { live: true, reported: 'live' }, false, 0, 0],
  ['--live --yes', { live: true, yes: true, reported: 'live' }, true, 0, 0],
  ['--live, confirmed', { live: true, reported: 'live', answer: true }, true, 0, 1],
  ['--live, not confirmed', { live: true, reported: 'live', answer: false }, false, 0, 1],
  ['--live --yes, nobody is asked', { live: true, yes: true, answer: false }, true, 0, 0],
  ['--live, live key', { live: true, provider: 'keyTells', key: 'ak_live_x' }, false, 0, 0],
  [
    '--live, live key, --yes',
    { live: true, yes: true, provider: 'keyTells', key: 'ak_live_x' },
    true,
    0,
    0,
  ],
  ['--live, test key', { live: true, provider: 'keyTells', key: 'ak_test_x' }, true, 0, 0],
  ['--live, silent provider', { live: true, provider: 'silent' }, false, 0, 0],
  ['--live, silent provider, --yes', { live: true, yes: true, provider: 'silent' }, true, 0, 0],
  ['--live to loopback', { live: true, base: LOOPBACK }, false, 0, 0],
  // A profile that expects live is the same as --live.
  ['live expected, in a script', { expected: 'live' }, false, 0, 0],
  ['live expected, --yes', { expected: 'live', yes: true }, true, 0, 0],
  ['live expected, confirmed', { expected: 'live', answer: true }, true, 0, 1],
  ['live expected, not confirmed', { expected: 'live', answer: false }, false, 0, 1],
  [
    'live expected, test key',
    { expected: 'live', provider: 'keyTells', key: 'ak_test_x' },
    true,
    0,
    0,
  ],
])('%s', async (_name, change, passes, probes, asks) => {
  const course = await follow({ ...usual, ...change });
  expect(course).toMatchObject({ passes, probes });
  expect(course.questions).toHaveLength(asks);
  if (!passes) {
    expect(course.error).toEqual(refusal('live-guard', '', asks === 1 ? 'Nothing was sent' : ''));
  }
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
  const asked = guardLive(guarded(usual), {
    probeMode: async () => await Promise.reject(failure),
    confirm: undefined,
  });
  await expect(asked).rejects.toBe(failure);
});
