import { isLoopback, type BaseUrl } from '../core/base-url.js';
import type { Credential } from '../core/credential.js';
import { VkError } from '../core/error.js';
import { isSafeMethod } from '../core/method.js';
import type { Mode, Provider } from '../core/provider.js';

/** What the guard looks at before a request leaves. */
export interface GuardedCall {
  readonly provider: Provider;
  readonly credential: Credential;
  readonly base: BaseUrl;
  readonly method: string;
  /** The mode that the profile expects. */
  readonly expected: Mode;
  /** Whether `--live` was said. */
  readonly live: boolean;
  /** Whether `--yes` was said, or `VK_YES` set. */
  readonly yes: boolean;
}

export interface GuardPorts {
  /** The mode that the provider reports to a free GET; undefined where it reports none. */
  readonly probeMode: () => Promise<string | undefined>;
  /** Asks a person; undefined where nobody is there to answer. */
  readonly confirm: ((question: string) => Promise<boolean>) | undefined;
}

/**
 * Lets a request through, or stops it. A write that could cost money is sent only where it is shown
 * to be a sandbox's, or where live was said and then confirmed.
 *
 * @throws VkError `live-guard`
 */
export async function guardLive(call: GuardedCall, ports: GuardPorts): Promise<void> {
  if (isSafeMethod(call.method)) {
    return;
  }
  const keyMode = modeOfKey(call.provider, call.credential);
  if (call.live || call.expected === 'live') {
    await confirmLive(call, ports, keyMode);
    return;
  }
  const found = keyMode ?? (await reportedMode(call, ports));
  if (found === 'sandbox') {
    return;
  }
  if (found === 'live') {
    throw refuseLive(call, keyMode !== undefined);
  }
  if (!isLoopback(call.base.hostname)) {
    throw refuseUnknown(call, found);
  }
}

function modeOfKey(provider: Provider, credential: Credential): Mode | undefined {
  const key = credential.fields.apiKey ?? '';
  return provider.keyKinds.find(({ prefix }) => key.startsWith(prefix))?.mode;
}

async function reportedMode(call: GuardedCall, ports: GuardPorts): Promise<string | undefined> {
  return call.provider.mode === undefined ? undefined : normalised(await ports.probeMode());
}

/** Whether the answer to a write that was let through for a sandbox came from live all the same. */
export function isUnexpectedlyLive(
  { live, expected, method }: Pick<GuardedCall, 'live' | 'expected' | 'method'>,
  reported: string | undefined,
): boolean {
  const isMeant = live || expected === 'live';
  return !isMeant && !isSafeMethod(method) && normalised(reported) === 'live';
}

function normalised(mode: string | undefined): string | undefined {
  return mode?.trim().toLowerCase();
}

async function confirmLive(
  call: GuardedCall,
  { confirm }: GuardPorts,
  keyMode: Mode | undefined,
): Promise<void> {
  // A test key cannot move money, whatever the profile expects.
  if (call.yes || keyMode === 'sandbox') {
    return;
  }
  if (confirm === undefined) {
    throw new VkError(
      'live-guard',
      `${call.method} to ${call.base.origin} is live and may cost money`,
      'Nothing was sent. In a script, confirm it with --yes.',
    );
  }
  const isMeant = await confirm(
    `${call.method} to ${call.base.origin} is live and may cost money. Send it?`,
  );
  if (!isMeant) {
    throw new VkError('live-guard', 'the call was not confirmed', 'Nothing was sent.');
  }
}

function refuseLive(call: GuardedCall, byKey: boolean): VkError {
  const { provider } = call;
  const sign = byKey
    ? 'the API key is a live key'
    : `${provider.mode?.header ?? 'the API'} says live`;
  return new VkError(
    'live-guard',
    `a sandbox is expected, and ${sign}: ${call.method} may cost money`,
    'Nothing was sent. Switch the account to sandbox or use a test key; if live is meant, say --live.',
  );
}

function refuseUnknown({ provider, method }: GuardedCall, found: string | undefined): VkError {
  const why =
    provider.mode === undefined
      ? `${provider.name} does not tell sandbox from live`
      : `the API did not report a known mode in ${provider.mode.header} (${found ?? 'absent'})`;
  return new VkError(
    'live-guard',
    `a sandbox is expected, and ${why}: ${method} may cost money`,
    'Nothing was sent. Try it with --sandbox; if live is meant, say --live.',
  );
}
