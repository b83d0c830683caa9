import type { BaseUrl } from '../../core/base-url.js';
import type { Credential } from '../../core/credential.js';
import type { Provider } from '../../core/provider.js';
import { buildTarget } from '../../core/target.js';
import { prepareCall } from '../call.js';
import type { HttpPort, WireRequest, WireResponse } from '../ports.js';
import type { Settings } from '../settings.js';
import type { TimedAnswer } from './clock.js';

export interface GetInput {
  readonly settings: Settings;
  readonly base: BaseUrl;
  readonly timeoutMs: number;
  readonly userAgent: string;
}

export interface GetPorts {
  readonly http: HttpPort;
  readonly nowMs: () => number;
}

export interface GetAnswer extends TimedAnswer {
  readonly response: WireResponse;
}

/** The path of a GET that the provider documents as free; undefined where it documents none. */
export function freePath({ mode, endpoints }: Provider): string | undefined {
  const documented = endpoints.find(({ method, path }) => method === 'GET' && !path.includes('*'));
  return mode?.probe.method === 'GET' ? mode.probe.path : documented?.path;
}

/** Sends a signed GET. @throws VkError `network` or `timeout` */
export async function sendSigned(
  input: GetInput,
  credential: Credential,
  path: string,
  ports: GetPorts,
): Promise<GetAnswer> {
  const { base, timeoutMs, userAgent } = input;
  const { wire } = prepareCall(
    {
      settings: { ...input.settings, credential },
      base,
      request: {
        method: 'GET',
        target: buildTarget(base.basePath, path),
        body: new Uint8Array(),
        headers: [],
        options: {},
      },
      timestamp: undefined,
      timeoutMs,
      userAgent,
    },
    ports.nowMs(),
  );
  return await send(wire, ports);
}

/** Sends a GET that carries no credential, for the time in its answer. @throws VkError as above */
export async function sendUnsigned(
  { base, timeoutMs, userAgent }: Omit<GetInput, 'settings'>,
  ports: GetPorts,
): Promise<GetAnswer> {
  return await send(
    {
      base,
      method: 'GET',
      target: buildTarget(base.basePath, '/').bytes,
      headers: [['User-Agent', userAgent]],
      body: new Uint8Array(),
      timeoutMs,
    },
    ports,
  );
}

async function send(wire: WireRequest, { http, nowMs }: GetPorts): Promise<GetAnswer> {
  const sentMs = nowMs();
  const response = await http.send(wire);
  return { response, headers: response.headers, sentMs, receivedMs: nowMs() };
}
