import { isLoopback, type BaseUrl } from '../core/base-url.js';
import { VkError } from '../core/error.js';
import { buildTarget } from '../core/target.js';
import { clockDifference, explainError } from './api-error.js';
import { prepareCall, type CallInput, type CallPorts } from './call.js';
import { openGuard, readMode, type Guard, type GuardPorts } from './live-guard.js';
import type { WireResponse } from './ports.js';
import { variable, type Environment } from './value-sources.js';

/** A run of calls with the same settings: one for `call`, many for whatever repeats them. */
export interface CallRun extends Pick<CallInput, 'settings' | 'timeoutMs' | 'userAgent'> {
  readonly base: BaseUrl;
  /** Whether `--live` was said. */
  readonly live: boolean;
  /** Whether `--yes` was said, or {@link isConfirmedByVariable}. */
  readonly yes: boolean;
  /** How many calls are meant; one where it is left out. */
  readonly calls?: number;
}

/** The live guard of a run: its free GET goes the same way as the calls. */
export function openCallGuard(run: CallRun, ports: CallPorts & Pick<GuardPorts, 'confirm'>): Guard {
  const { settings, base, live, yes, calls } = run;
  const { provider, credential, mode } = settings;
  return openGuard(
    {
      provider,
      credential,
      base,
      expected: mode,
      live,
      yes,
      ...(calls !== undefined && { calls }),
    },
    { probeMode: () => probeMode(run, ports), confirm: ports.confirm },
  );
}

/** Whether the environment confirms, as `--yes` does: it says so with `1`, `true` or `yes`. */
export function isConfirmedByVariable(env: Environment): boolean {
  return ['1', 'true', 'yes'].includes(variable(env, 'VK_YES')?.toLowerCase() ?? '');
}

/** Sends the free request of which the provider's page says that it shows the mode. */
async function probeMode(run: CallRun, ports: CallPorts): Promise<string | undefined> {
  const { settings, base, timeoutMs, userAgent } = run;
  const { provider } = settings;
  const report = provider.mode;
  if (report === undefined) {
    return undefined;
  }
  const request = {
    method: report.probe.method,
    target: buildTarget(base.basePath, report.probe.path),
    body: new Uint8Array(),
    headers: [],
    options: {},
  };
  const { wire } = prepareCall(
    { settings, base, request, timestamp: undefined, timeoutMs, userAgent },
    ports.nowMs(),
  );
  const response = await ports.http.send(wire);
  const mode = readMode(provider, response.headers);
  if (isAnswered(response, mode, isLoopback(base.hostname))) {
    return mode;
  }
  throw refusedProbe(run, response, ports.nowMs());
}

/**
 * Whether the answer tells of this account's mode. What says live is believed at once. What says sandbox
 * is believed of an answer to this credential: a 401 comes before anybody knows whose account it is, a
 * redirect tells of another place, and a fault of nothing at all. A server of one's own need not have
 * the endpoint; the guard lets an unknown mode pass there.
 */
function isAnswered(
  { status }: WireResponse,
  mode: string | undefined,
  isLoopbackHost: boolean,
): boolean {
  if (mode === undefined) {
    return status < 300 || (status === 404 && isLoopbackHost);
  }
  const isAccepted = status < 300 || (status >= 400 && status < 500 && status !== 401);
  return isAccepted || isLoopbackHost || /live/i.test(mode);
}

function refusedProbe({ settings }: CallRun, response: WireResponse, nowMs: number): VkError {
  const error = explainError(settings.provider, response, nowMs);
  const skew = clockDifference(response.headers, nowMs) ?? 0;
  const clock = Math.abs(skew) > 60 ? ` This machine's clock is ${skew} s off the server's.` : '';
  return new VkError(
    'live-guard',
    `the free GET that shows the mode was answered ${response.status} ${error?.code ?? ''}`.trimEnd(),
    `Nothing was sent. ${error?.remedy ?? ''}${clock}`.trimEnd(),
  );
}
