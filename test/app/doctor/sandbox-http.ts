import type {
  Answer,
  HttpPort,
  ReceivedRequest,
  WireRequest,
  WireResponse,
} from '../../../src/app/ports.js';
import { serveSandbox, type SandboxOptions } from '../../../src/app/serve-sandbox.js';
import { demoCredential } from '../../../src/app/credential.js';
import type { Settings } from '../../../src/app/settings.js';
import { parseBaseUrl, type BaseUrl } from '../../../src/core/base-url.js';
import type { Provider } from '../../../src/core/provider.js';
import { atOnce } from '../at-once.js';

export const NOW = 1_767_323_045_000;

export interface SandboxHttp {
  readonly http: HttpPort;
  readonly base: BaseUrl;
  readonly sent: WireRequest[];
}

/** The provider's own sandbox, asked without a network. */
export async function sandboxHttp(
  provider: Provider,
  options: Partial<SandboxOptions> = {},
): Promise<SandboxHttp> {
  const sent: WireRequest[] = [];
  let answer: ((request: ReceivedRequest) => Answer) | undefined;
  let elapsed = 0;
  const { base } = await serveSandbox(
    {
      provider,
      port: 0,
      settings: { mode: 'sandbox' },
      accounts: [],
      nowMs: () => NOW,
      ...options,
    },
    {
      nextTurn: async () => await Promise.resolve(),
      elapsedMs: () => (elapsed += 1),
      listen: async (_port, handle) => {
        answer = atOnce(handle);
        return await Promise.resolve({ port: 4321, close: async () => await Promise.resolve() });
      },
    },
  );
  const send = async (request: WireRequest): Promise<WireResponse> => {
    sent.push(request);
    const { method, target, headers, body } = request;
    const given = answer?.({ method, target, headers, body, remoteAddress: '127.0.0.1' });
    if (given === undefined) {
      throw new Error('nothing listens');
    }
    return await Promise.resolve({ ...given, statusText: '', elapsedMs: 1 });
  };
  return { http: { send }, base, sent };
}

/** Settings as a profile with the demo credential gives them. */
export function demoSettings(provider: Provider, change: Partial<Settings> = {}): Settings {
  return {
    provider,
    credential: demoCredential(provider.sandbox.demo),
    base: undefined,
    basePath: provider.basePath,
    mode: 'sandbox',
    profile: 'prod',
    isDemo: false,
    origins: [],
    overrides: [],
    trimmed: [],
    ...change,
  };
}

export const OTHER_BASE = parseBaseUrl('https://api.example.com/api/v1');
