import type { Header } from '../core/headers.js';
import type { AuthHeader, Provider, RefusalReason } from '../core/provider.js';
import { clockRemark } from '../core/remarks.js';
import { parseTimestamp } from '../core/timestamp.js';
import { carried, namesOf } from '../sandbox/rule.js';
import type { SandboxResponse } from '../sandbox/response.js';
import type { SignatureReport } from './sandbox-log.js';
import type { RefusedRequest } from './signature-search.js';

/** Says in a header of the answer what to change. */
const HINT_HEADER = 'X-VK-Hint';

/** What the header says while nothing is found yet. */
export const SEARCH_GOES_ON = 'the search goes on; its end is in the log of vk sandbox';

const LONGEST = 200;

/** What a report has to say in one line. */
export function hintOfReport({ verdict, causes, isBodyLeftOut }: SignatureReport): string {
  switch (verdict) {
    case 'explained':
      return oneLine(causes.map(({ axis, id, title }) => `${axis}/${id}: ${title}`).join('; '));
    case 'unexplained':
      return isBodyLeftOut === true
        ? 'no cause found beside the body, which is too large to be varied here: see vk diagnose'
        : 'no cause found: the secret may be another one, or the content was changed on the way';
    case 'no-digest':
      return 'encoding: the signature is no digest, neither in hex nor in base64';
    case 'not-searched':
      return 'too many signatures are being looked into';
  }
}

type Details = NonNullable<SandboxResponse['details']>;

/**
 * What there is to say about any other refusal; undefined where the answer itself says it all.
 *
 * @param details what the rule says of this request
 */
export function hintOfRefusal(
  reason: RefusalReason,
  refused: RefusedRequest,
  details: Details = {},
): string | undefined {
  const { provider } = refused;
  const { demo } = provider.sandbox;
  switch (reason) {
    case 'missing-key':
      return missing(refused, 'apiKey');
    case 'missing-timestamp':
      return missing(refused, 'timestamp');
    case 'missing-signature':
      return missing(refused, 'signature');
    case 'missing-code':
      return missing(refused, 'code');
    case 'unknown-key':
      return oneLine(`unknown-key: the demo key of this sandbox is ${demo.apiKey}`);
    case 'wrong-code':
      return oneLine(wrongCode(refused));
    case 'timestamp':
      return timestampHint(refused);
    case 'content-type':
      return fixedHeaderHint(provider, 'content-type', 'Content-Type');
    case 'not-acceptable':
      return fixedHeaderHint(provider, 'accept', 'Accept');
    case 'ip-blocked':
      return ipBlocked(refused);
    case 'rate-limited':
      return rateLimited(details);
    case 'module-denied':
      return oneLine(moduleDenied(details));
    case 'idempotency-conflict':
      return idempotencyConflict(refused);
    case 'replay':
      return REPLAY;
    default:
      return undefined;
  }
}

const REPLAY =
  'replay: this signature was accepted before; wait for the next second or change the body, so that the signature differs';

function fixedHeaderHint({ headers }: Provider, start: string, wanted: string): string {
  const value = headers.fixed.find(({ name }) => name === wanted)?.value ?? '';
  return oneLine(`${start}: send ${wanted}: ${value}`);
}

function missing(refused: RefusedRequest, carries: AuthHeader['carries']): string {
  const names = namesOf(refused, carries).join(' or ');
  return oneLine(`missing-header: ${names} is missing or empty`);
}

function wrongCode(refused: RefusedRequest): string {
  const { demo } = refused.provider.sandbox;
  const names = namesOf(refused, 'code').join(' or ');
  return refused.account?.fields.apiKey === demo.apiKey && demo.code !== undefined
    ? `wrong-code: the code of the demo key is ${demo.code}; it goes out as ${names}`
    : `wrong-code: the code in ${names} is not the one of this API key`;
}

/** Undefined where no window is full, as with a limit that a fault pretends. */
function rateLimited({ limit, period, seconds }: Details): string | undefined {
  return limit === undefined || period === undefined || seconds === undefined
    ? undefined
    : `rate-limited: the limit is ${limit} requests per ${period}; the next window begins in ${seconds} s`;
}

function moduleDenied({ module = '' }: Details): string {
  return `module-denied: ${module} is not open; vk sandbox --module "${module}" opens it`;
}

function ipBlocked({ request: { remoteAddress } }: RefusedRequest): string {
  return remoteAddress === undefined
    ? 'ip-blocked: the address of this request is not known, and so not among those that may call'
    : oneLine(
        `ip-blocked: ${remoteAddress} is not among the addresses that may call; vk sandbox --allow-ip ${remoteAddress} lets it in`,
      );
}

function idempotencyConflict({ provider }: RefusedRequest): string {
  const option = provider.idempotency?.option;
  const name = provider.headers.options.find((header) => header.option === option)?.name ?? '';
  return oneLine(
    `idempotency-conflict: ${name} came before with another query or body; repeat those, or take a new key`,
  );
}

/** The value itself is not repeated: whatever a client sends there, the hint is safe to print. */
function timestampHint(refused: RefusedRequest): string | undefined {
  const { provider, nowMs } = refused;
  const rule = provider.scheme.timestamp;
  const timestamp = carried(refused, 'timestamp');
  if (rule === undefined || timestamp === undefined) {
    return undefined;
  }
  const name = namesOf(refused, 'timestamp').join(' or ');
  if (parseTimestamp(timestamp, rule.format) !== undefined) {
    const clock = clockRemark(provider, timestamp, nowMs)?.text ?? '';
    return oneLine(`timestamp: ${clock.replace("this machine's", "the sandbox's")}`);
  }
  const wanted = rule.format === 'unix-seconds' ? 'Unix seconds' : 'ISO 8601 in UTC';
  const form = FORMS.find(([pattern]) => pattern.test(timestamp))?.[1] ?? 'of another form';
  return oneLine(`timestamp: ${name} is ${form}; send ${wanted}`);
}

const FORMS = [
  [/^\d{1,10}$/, 'in Unix seconds'],
  [/^\d{13}$/, 'in milliseconds'],
  [/^\d{16}$/, 'in microseconds'],
  [/^\d+\.\d+$/, 'in seconds with a fraction'],
  [/^\d{4}-\d{2}-\d{2}T[\d:.]+$/, 'ISO 8601 without a zone'],
  [/^\d{4}-\d{2}-\d{2}T/, 'ISO 8601'],
] as const;

/** Fit for a header: printable ASCII, and not long. */
function oneLine(text: string): string {
  const ascii = text.normalize('NFKD').replace(/[^\x20-\x7e]/g, '?');
  return ascii.length <= LONGEST ? ascii : `${ascii.slice(0, LONGEST - 3)}...`;
}

/** The answer with a hint in its headers and, where that is wanted, as a member of its JSON body. */
export function withHint(
  answer: SandboxResponse,
  hint: string,
  isInBody: boolean,
): SandboxResponse {
  const header: Header = [HINT_HEADER, hint];
  return {
    ...answer,
    headers: [...answer.headers, header],
    body: isInBody ? withMember(answer.body, hint) : answer.body,
  };
}

/** All other bytes stay as they are, so the member is put before the last brace. */
function withMember(body: Uint8Array, hint: string): Uint8Array {
  const text = Buffer.from(body).toString('latin1');
  const end = text.lastIndexOf('}');
  if (!text.startsWith('{') || end === -1) {
    return body;
  }
  const comma = text.slice(1, end).trim() === '' ? '' : ',';
  const member = `${comma}"vk_hint":${JSON.stringify(hint)}`;
  return Buffer.from(`${text.slice(0, end)}${member}${text.slice(end)}`, 'latin1');
}
