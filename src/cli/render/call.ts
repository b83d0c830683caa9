import type { ExplainedError } from '../../app/api-error.js';
import type { CallOutcome, PreparedCall } from '../../app/call.js';
import type { WireResponse } from '../../app/ports.js';
import { shortenKey } from '../../app/profiles.js';
import type { Settings } from '../../app/settings.js';
import { decodeUtf8 } from '../../core/bytes.js';
import { findHeader, type Header } from '../../core/headers.js';
import { tokenizeJson } from '../../core/json-text.js';
import type { Checked } from '../../core/expect/check.js';
import type { Provider } from '../../core/provider.js';
import { bodyJson, headerList, prettyJson } from './json.js';
import type { Palette } from './palette.js';
import { fields, visible, wrap } from './text.js';

/** Status, time, and the headers worth a look: the mode first. */
export function renderStatus(provider: Provider, response: WireResponse, palette: Palette): string {
  const { status, statusText, headers, elapsedMs } = response;
  const line = visible(`HTTP ${status} ${statusText}`.trimEnd());
  const notable = [provider.mode?.header, ...NOTABLE].flatMap((name) => {
    const value = name === undefined ? undefined : findHeader(headers, name);
    return name === undefined || value === undefined ? [] : [`${name}: ${visible(value)}\n`];
  });
  return `${statusPaint(status, palette)(line)}  ${palette.dim(`${Math.round(elapsedMs)} ms`)}\n${notable.join('')}`;
}

const NOTABLE = ['X-Request-ID', 'Retry-After', 'Location', 'X-VK-Hint'];

/** The answer's head as it came, for `-i`. */
export function renderHead({ status, statusText, headers }: WireResponse): string {
  return `HTTP/1.1 ${status} ${statusText}\n${headerLines(headers)}\n`;
}

/** The answer's body for a person; a pipe gets the bytes instead. */
export function renderBody(body: Uint8Array, palette: Palette): string {
  const text = decodeUtf8(body);
  if (text === undefined) {
    return (
      palette.dim(`(${body.length} bytes that are no text; send them to a file with >)`) + '\n'
    );
  }
  const tokens = tokenizeJson(text);
  const isFlat = tokens?.every(({ depth }) => depth <= DEEPEST) ?? false;
  const shown = tokens !== undefined && isFlat ? prettyJson(tokens, palette) : visible(text);
  return shown === '' || shown.endsWith('\n') ? shown : `${shown}\n`;
}

/** Beyond that, indentation would be most of the output. */
const DEEPEST = 100;

/** What an error answer means, and what to do. */
export function renderExplained(error: ExplainedError, palette: Palette): string {
  const { code, message, meaning, source, clockDifferenceSeconds: clock } = error;
  const title = [code ?? '', meaning ?? message ?? ''].filter((part) => part !== '').join('  ');
  const lines = [
    title === '' ? '' : `${palette.bad(visible(title))}\n`,
    source === undefined ? '' : `${palette.dim(`  documented in: ${source}`)}\n`,
    clock === undefined ? '' : `${wrap(clockSentence(clock), 80, '  ')}\n`,
    `${wrap(visible(error.remedy), 80, '  ')}\n`,
  ];
  return `\n${lines.join('')}`;
}

/** What is sent, for `-v` and `--dry-run`. API keys are shortened. */
export function renderRequest(
  { provider }: Settings,
  { wire }: PreparedCall,
  palette: Palette,
  mark = '',
): string {
  const target = Buffer.from(wire.target).toString('latin1');
  const lines = [
    `${wire.method} ${target} HTTP/1.1`,
    `Host: ${wire.base.origin.replace(/^https?:\/\//, '')}`,
    ...maskKeys(provider, wire.headers).map(([name, value]) => `${name}: ${value}`),
  ];
  return lines.map((line) => `${palette.dim(mark)}${visible(line)}\n`).join('');
}

/** Where each value came from, for `-v`. */
export function renderOrigins({ origins, mode }: Settings, palette: Palette): string {
  return fields(
    [...origins.map(({ name, origin }) => [name, origin] as const), ['mode expected', mode]],
    palette.dim,
  );
}

/** What else there is to say of an exchange. */
export interface Findings {
  readonly diagnosis?: Readonly<Record<string, unknown>>;
  /** What was expected of the answer. */
  readonly checked?: readonly Checked[] | undefined;
}

/** The whole exchange as one document. */
export function renderCallJson(
  provider: Provider,
  outcome: CallOutcome,
  { diagnosis, checked }: Findings = {},
): string {
  const { wire, response, mode, error } = outcome;
  const body = bodyJson(response.body);
  const request = {
    method: wire.method,
    url: wire.base.origin + Buffer.from(wire.target).toString('latin1'),
    headers: headerList(maskKeys(provider, wire.headers)),
    bodyBytes: wire.body.length,
  };
  const answer = {
    status: response.status,
    statusText: response.statusText,
    mode: mode ?? null,
    timeMs: Math.round(response.elapsedMs),
    headers: headerList(response.headers),
    bodyType: body.type,
  };
  // The body is put in as text: parsing and printing it again could change a number.
  const head = JSON.stringify(answer).slice(0, -1);
  const expectations = checked?.map(({ text, ok, found }) => ({
    expectation: text,
    ok,
    found: found ?? null,
  }));
  const more = [
    expectations === undefined ? '' : `,"expectations":${JSON.stringify(expectations)}`,
    diagnosis === undefined ? '' : `,"diagnosis":${JSON.stringify(diagnosis)}`,
  ].join('');
  return `{"request":${JSON.stringify(request)},"response":${head},"body":${body.json}},"error":${JSON.stringify(error ?? null)}${more}}\n`;
}

function maskKeys(provider: Provider, headers: readonly Header[]): Header[] {
  const names = new Set(
    provider.headers.auth.flatMap(({ carries, name }) =>
      carries === 'apiKey' ? [name.toLowerCase()] : [],
    ),
  );
  const keys = headers.flatMap(([name, value]) =>
    names.has(name.toLowerCase()) && value !== '' ? [value] : [],
  );
  // The user may have put the key into another header as well.
  return headers.map(([name, value]) => [
    name,
    keys.reduce((shown, key) => shown.replaceAll(key, shortenKey(key)), value),
  ]);
}

function headerLines(headers: readonly Header[]): string {
  return headers.map(([name, value]) => `${name}: ${value}\n`).join('');
}

function statusPaint(status: number, palette: Palette): (text: string) => string {
  if (status >= 400) {
    return palette.bad;
  }
  return status >= 300 ? palette.warn : palette.ok;
}

function clockSentence(seconds: number): string {
  if (Math.abs(seconds) < 2) {
    return "This machine's clock agrees with the server's, so the request was signed too long before.";
  }
  return `This machine's clock is ${Math.abs(seconds)} s ${seconds < 0 ? 'behind' : 'ahead of'} the server's.`;
}
