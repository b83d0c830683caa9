import type { ReceivedRequest } from '../../app/ports.js';
import { sandboxVariables, type RunningSandbox } from '../../app/serve-sandbox.js';
import { explainError } from '../../app/api-error.js';
import type { Provider } from '../../core/provider.js';
import type { SandboxResponse } from '../../sandbox/handle.js';
import { shellQuote } from './curl.js';
import type { Palette } from './palette.js';
import { visible } from './text.js';

/** Where each provider listens, and its demo credential ready to paste into a shell. */
export function renderServers(servers: readonly RunningSandbox[], palette: Palette): string {
  const blocks = servers.map((server) => {
    const variables = Object.entries(sandboxVariables(server));
    const lines = variables.map(([name, value]) => `  export ${name}=${shellQuote(value)}\n`);
    return `${palette.key(server.provider.name)}  ${server.baseUrl}\n${lines.join('')}`;
  });
  return `${blocks.join('\n')}\n${palette.dim('Ctrl-C ends it.')}\n`;
}

/** One request, one line. */
export function renderRequestLine(
  provider: Provider,
  request: ReceivedRequest,
  response: SandboxResponse,
  nowMs: number,
  palette: Palette,
): string {
  const { status } = response;
  const time = new Date(nowMs).toISOString().slice(11, 19);
  const target = visible(Buffer.from(request.target).toString('latin1'));
  const answer = { ...response, statusText: '', elapsedMs: 0 };
  const error = explainError(provider, answer, nowMs);
  const why = error === undefined ? '' : `  ${error.code ?? visible(error.message ?? '')}`;
  const paint = status < 400 ? palette.ok : palette.bad;
  return `${palette.dim(time)}  ${paint(String(status))}  ${request.method} ${target}${why}\n`;
}
