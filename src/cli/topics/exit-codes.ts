import { EXIT } from '../../app/errors.js';
import type { Block } from '../topics.js';

/** What each status means; a status without a meaning does not compile. */
const EXIT_MEANINGS: Readonly<Record<keyof typeof EXIT, string>> = {
  done: 'done',
  no: 'the answer is no: does not verify, no cause found, an expectation failed, a replay differs, a redirect',
  usage: 'usage or configuration: bad flag, bad input, no profile, no base URL, a file',
  network: 'network: name, connection, TLS, timeout',
  clientError: 'the API answered 4xx',
  serverError: 'the API answered 5xx',
  guard: 'refused by a guard: live mode, another origin, plain http, an unsafe file',
  internal: 'a fault in vk itself; VK_DEBUG=1 adds a trace',
  interrupted: 'interrupted, or history clear was not confirmed',
};

const entries: readonly (readonly [string, string])[] = Object.entries(EXIT_MEANINGS);
const numbers: Readonly<Record<string, number>> = EXIT;

export const exitCodes: readonly Block[] = [
  { text: 'A number never changes its meaning.' },
  { rows: entries.map(([name, meaning]) => [String(numbers[name]), meaning] as const) },
  {
    text: 'Errors of vk itself are on standard error; with --json they are one document: {"error":{"code","message","remedy"}}.',
  },
  { text: 'Example:' },
  {
    lines: ['vk call GET /wallet/balance -q > balance.json || echo "vk: exit $?"'],
  },
];
