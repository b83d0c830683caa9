import { isLoopback, type BaseUrl } from '../core/base-url.js';
import type { Credential } from '../core/credential.js';
import { VkError } from '../core/error.js';
import type { Header } from '../core/headers.js';
import { isSafeMethod } from '../core/method.js';
import type { Mode, Provider } from '../core/provider.js';

/** What the guard knows of a run of calls, one or many, with one credential to one API. */
export interface GuardedRun {
  readonly provider: Provider;
  readonly credential: Credential;
  readonly base: BaseUrl;
  /** The mode that the profile expects. */
  readonly expected: Mode;
  /** Whether `--live` was said. */
  readonly live: boolean;
  /** Whether `--yes` was said, or `VK_YES`: it answers the question, and makes nothing live. */
  readonly yes: boolean;
  /** How many calls are meant, where a person is asked once for all of them. */
  readonly calls?: number;
}

export interface GuardPorts {
  /**
   * The mode that the provider reports to a free GET, as {@link readMode} reads it; undefined where it
   * reports none. It is not asked for a provider that documents no such report.
   */
  readonly probeMode: () => Promise<string | undefined>;
  /** Asks a person; undefined where nobody is there to answer. */
  readonly confirm: ((question: string) => Promise<boolean>) | undefined;
}

/** What every request of a run has to pass. It asks the API, or a person, once a run at most. */
export interface Guard {
  /** Lets a request through, or stops it. @throws VkError `live-guard`, or what the free GET failed with */
  readonly admit: (method: string) => Promise<void>;
  /**
   * Looks at the mode that an answer reports. Where a write was let through for a sandbox, and came from
   * live all the same, it returns true, and no further write of the run passes.
   */
  readonly watch: (method: string, reported: string | undefined) => boolean;
}

/**
 * The live guard. A write that could cost money is sent only where it is shown to be a sandbox's, or
 * where live was said and then confirmed.
 */
export function openGuard(run: GuardedRun, ports: GuardPorts): Guard {
  const isMeant = run.live || run.expected === 'live';
  const confirmed = ports.confirm && once(ports.confirm);
  const probed = once(ports.probeMode);
  let hasTurnedLive = false;
  return {
    admit: async (method) => {
      if (isSafeMethod(method)) {
        return;
      }
      if (hasTurnedLive) {
        throw new VkError(
          'live-guard',
          `a sandbox is expected, and an answer of this run came from live: ${method} may cost money`,
          'It was not sent, and no further write is. Find out what the one before has done.',
        );
      }
      await (isMeant ? confirmLive(run, method, confirmed) : requireSandbox(run, method, probed));
    },
    watch: (method, reported) => {
      const isUnexpected = !isMeant && !isSafeMethod(method) && modeOf(reported) === 'live';
      hasTurnedLive ||= isUnexpected;
      return isUnexpected;
    },
  };
}

/** For what cannot be live: the sandbox inside this process. */
export const OPEN_GUARD: Guard = {
  admit: async () => {
    await Promise.resolve();
  },
  watch: () => false,
};

/** What a provider's mode header says; several of them, or several values in one, joined by commas. */
export function readMode({ mode }: Provider, headers: readonly Header[]): string | undefined {
  const name = mode?.header.toLowerCase();
  const values = headers.filter(([other]) => other.toLowerCase() === name);
  return values.length === 0 ? undefined : values.map(([, value]) => value).join(', ');
}

/** Keeps an answer, also while it is awaited. A question that failed is asked again. */
function once<Question extends readonly unknown[], T>(
  ask: (...question: Question) => Promise<T>,
): (...question: Question) => Promise<T> {
  let answer: Promise<T> | undefined;
  return async (...question) => {
    const given = (answer ??= ask(...question));
    try {
      return await given;
    } catch (error) {
      answer = answer === given ? undefined : answer;
      throw error;
    }
  };
}

async function requireSandbox(
  run: GuardedRun,
  method: string,
  probe: GuardPorts['probeMode'],
): Promise<void> {
  const { provider, base } = run;
  const keyMode = modeOfKey(run);
  if (keyMode === 'live') {
    throw refuseLive(method, 'the API key is a live key');
  }
  const reported = provider.mode === undefined ? undefined : await probe();
  const found = modeOf(reported);
  if (found === 'live') {
    throw refuseLive(method, `${provider.mode?.header ?? 'the API'} says live`);
  }
  // A word that is not known may be another word for live, whatever the key looks like.
  const isSandbox = found === 'sandbox' || (found === undefined && keyMode === 'sandbox');
  if (!isSandbox && !isLoopback(base.hostname)) {
    throw refuseUnknown(run, method, reported);
  }
}

/** The mode that the API key's prefix tells of; undefined where it tells of none. */
export function modeOfKey({
  provider,
  credential,
}: Pick<GuardedRun, 'provider' | 'credential'>): Mode | undefined {
  const key = credential.fields.apiKey ?? '';
  return provider.keyKinds.find(({ prefix }) => key.startsWith(prefix))?.mode;
}

/** One value that says live outweighs all others; to be a sandbox, all have to say so. */
function modeOf(reported: string | undefined): Mode | 'unknown' | undefined {
  const values = reported?.split(',').map((value) => value.trim().toLowerCase());
  if (values === undefined) {
    return undefined;
  }
  if (values.includes('live')) {
    return 'live';
  }
  return values.every((value) => value === 'sandbox') ? 'sandbox' : 'unknown';
}

async function confirmLive(
  run: GuardedRun,
  method: string,
  confirm: GuardPorts['confirm'],
): Promise<void> {
  // A test key cannot move money, whatever the profile expects.
  const isTest = modeOfKey(run) === 'sandbox' && run.provider.mode === undefined;
  if (run.yes || isTest) {
    return;
  }
  const { calls = 1, base } = run;
  const what =
    calls === 1
      ? `${method} to ${base.origin} is live`
      : `${calls} calls to ${base.origin} are live`;
  if (confirm === undefined) {
    throw new VkError(
      'live-guard',
      `${what} and may cost money`,
      'Nothing was sent. In a script, confirm it with --yes.',
    );
  }
  if (!(await confirm(`${what} and may cost money. Send ${calls === 1 ? 'it' : 'them'}?`))) {
    throw new VkError('live-guard', 'the call was not confirmed', 'Nothing was sent.');
  }
}

function refuseLive(method: string, sign: string): VkError {
  return new VkError(
    'live-guard',
    `a sandbox is expected, and ${sign}: ${method} may cost money`,
    'Nothing was sent. Switch the account to sandbox or use a test key; if live is meant, say --live.',
  );
}

function refuseUnknown(
  { provider }: GuardedRun,
  method: string,
  reported: string | undefined,
): VkError {
  const why =
    provider.mode === undefined
      ? `${provider.name} does not tell sandbox from live`
      : `the API did not report a known mode in ${provider.mode.header} (${reported ?? 'absent'})`;
  return new VkError(
    'live-guard',
    `a sandbox is expected, and ${why}: ${method} may cost money`,
    'Nothing was sent. Try it with --sandbox; if live is meant, say --live.',
  );
}
