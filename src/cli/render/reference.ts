import type { ErrorAdvice } from '../../app/reference/error-advice.js';
import { authHeaderNames } from '../../core/headers.js';
import type { ApiError, Provider } from '../../core/provider.js';
import type { Palette } from './palette.js';
import { fields, table, tableWithHead, wrap } from './text.js';

const WIDTH = 80;

/** A code with the provider that documents it. */
export interface DocumentedError {
  readonly provider: Provider;
  readonly error: ApiError;
}

/** All codes, a line each. */
export function renderErrorList(errors: readonly DocumentedError[], palette: Palette): string {
  return tableWithHead(
    [
      ['CODE', 'STATUS', 'PROVIDER', 'MEANING'],
      ...errors.map(({ provider, error }) => [
        error.code,
        String(error.status),
        provider.id,
        error.meaning,
      ]),
    ],
    palette.dim,
  );
}

/** One code: what it means, what has caused it most likely, and what to do. */
export function renderError(
  { provider, error }: DocumentedError,
  advice: ErrorAdvice | undefined,
  palette: Palette,
): string {
  const facts = fields(
    [
      ['provider', provider.name],
      ['HTTP status', String(error.status)],
      ['documented', provider.sources[error.source] ?? error.source],
    ],
    palette.dim,
  );
  return [
    `${palette.key(error.code)}  ${error.meaning}\n${facts}`,
    section('What to do', [error.remedy], palette),
    section('Likely causes', advice?.causes ?? [], palette),
    section('Run', advice?.run ?? [], palette, (command) => `  ${command}`),
  ]
    .filter((part) => part !== '')
    .join('\n');
}

function section(
  title: string,
  lines: readonly string[],
  palette: Palette,
  shown = (line: string): string => wrap(line, WIDTH, '    ').replace(/^ {4}/, '  - '),
): string {
  return lines.length === 0
    ? ''
    : `${palette.dim(title)}\n${lines.map((line) => `${shown(line)}\n`).join('')}`;
}

/** The endpoints of some providers, each under its name. */
export function renderEndpoints(shown: readonly Provider[], palette: Palette): string {
  return shown
    .map(({ name, baseUrl, endpoints }) => {
      const where = baseUrl ?? 'at the base URL that comes with the account';
      const rows = endpoints.map(({ method, path, summary }) => [method, path, summary]);
      const list = rows.length === 0 ? `${palette.dim('no paths are documented')}\n` : table(rows);
      return `${palette.key(name)}  ${palette.dim(where)}\n${indented(list)}`;
    })
    .join('\n');
}

/** The events that some providers send, each under its name. */
export function renderEvents(shown: readonly Provider[], palette: Palette): string {
  return shown
    .map(({ name, webhook }) => {
      const rows = webhook?.events.map((event) => [event.name, event.summary]) ?? [];
      const header = `signed in ${webhook?.signatureHeader ?? ''}`;
      const list = rows.length === 0 ? `${palette.dim('no names are documented')}\n` : table(rows);
      return `${palette.key(name)}  ${palette.dim(header)}\n${indented(list)}`;
    })
    .join('\n');
}

/** All providers, a line each. */
export function renderProviders(shown: readonly Provider[], palette: Palette): string {
  return tableWithHead(
    [
      ['PROVIDER', 'NAME', 'BASE URL'],
      ...shown.map(({ id, name, baseUrl }) => [id, name, baseUrl ?? '(comes with the account)']),
    ],
    palette.dim,
  );
}

/** What a provider documents, and where. */
export function renderProvider(provider: Provider, palette: Palette): string {
  const { scheme, sources } = provider;
  const cite = (source: string): string => palette.dim(`[${sources[source] ?? source}]`);
  const facts: readonly (readonly [string, string] | undefined)[] = [
    ['id', provider.id],
    ['base URL', provider.baseUrl ?? 'none is published: it comes with the account'],
    ['methods', provider.methods?.join(', ') ?? 'any'],
    ['signs', scheme.parts.join(` ${separatorText(scheme.separator)} `)],
    ['with', `HMAC-${scheme.algorithm.toUpperCase()}, ${scheme.encoding}`],
    scheme.timestamp && [
      'timestamp',
      `${scheme.timestamp.format}, within ${scheme.timestamp.toleranceSeconds} s`,
    ],
    provider.mode && ['mode', `${provider.mode.header} in each answer`],
    provider.rateLimit && ['rate limit', provider.rateLimit.summary],
    provider.ipAllowlist && ['addresses', provider.ipAllowlist.summary],
    provider.replay && ['a second time', provider.replay.summary],
    provider.idempotency && ['idempotency', `a key holds for ${provider.idempotency.hours} hours`],
    provider.webhook && [
      'webhooks',
      `${provider.webhook.scheme.parts.join(' + ')} in ${provider.webhook.signatureHeader}`,
    ],
  ];
  const headers = provider.headers.auth.map((header) => [
    authHeaderNames(header).join(' or '),
    header.carries,
    cite(header.source),
  ]);
  const modules = provider.modules.map(({ name, access, source }) => [name, access, cite(source)]);
  return [
    `${palette.key(provider.name)}  ${provider.summary}\n${fields(
      facts.filter((fact) => fact !== undefined),
      palette.dim,
    )}`,
    titled('Headers', table(headers), palette),
    modules.length === 0 ? '' : titled('Modules', table(modules), palette),
    titled(
      'Pages',
      Object.values(sources)
        .map((page) => `${page}\n`)
        .join(''),
      palette,
    ),
    palette.dim(
      `vk endpoints ${provider.id}, vk errors --provider ${provider.id} and vk events say more.\n`,
    ),
  ]
    .filter((part) => part !== '')
    .join('\n');
}

function separatorText(separator: string): string {
  return separator === '' ? '+' : `+ "${separator}" +`;
}

function titled(title: string, text: string, palette: Palette): string {
  return `${palette.dim(title)}\n${indented(text)}`;
}

function indented(text: string): string {
  return text.replace(/^(?=.)/gm, '  ');
}
