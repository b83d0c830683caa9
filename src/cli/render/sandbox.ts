import { sandboxVariables, type RunningSandbox } from '../../app/serve-sandbox.js';
import { shellQuote } from './curl.js';
import type { Palette } from './palette.js';

/**
 * Where each provider listens, and its demo credential in two forms that a shell takes: as variables,
 * and as a profile.
 */
export function renderServers(servers: readonly RunningSandbox[], palette: Palette): string {
  const blocks = servers.map((server) => {
    const variables = Object.entries(sandboxVariables(server));
    const lines = variables.map(([name, value]) => `  export ${name}=${shellQuote(value)}\n`);
    const profile = profileWords(server).join(' \\\n    ');
    return `${palette.key(server.provider.name)}  ${server.baseUrl}\n${lines.join('')}  ${profile}\n`;
  });
  return `${blocks.join('\n')}\n${palette.dim('Ctrl-C ends it.')}\n`;
}

/** The command that keeps the demo credential as a profile; it reads secrets from the variables. */
export function profileCommand(server: RunningSandbox): string {
  return profileWords(server).join(' ');
}

/** Lines of words that belong together. */
function profileWords({ provider, baseUrl }: RunningSandbox): readonly string[] {
  const { apiKey, code, email, webhookSecret } = provider.sandbox.demo;
  const own = [
    ['--api-key', apiKey],
    ['--code', code],
    ['--email', email],
  ].flatMap(([flag = '', value]) => (value === undefined ? [] : [`${flag} ${shellQuote(value)}`]));
  return [
    `vk profile add sandbox-${provider.id} --provider ${provider.id}`,
    `--base-url ${shellQuote(baseUrl)}`,
    own.join(' '),
    '--secret-env VK_API_SECRET',
    ...(webhookSecret === undefined ? [] : ['--webhook-secret-env VK_WEBHOOK_SECRET']),
  ];
}
