import { VkError } from '../../core/error.js';
import type { Expectation } from '../../core/expect/expectation.js';
import { optionHeaders } from '../../core/headers.js';
import { sha256Hex } from '../../core/hmac.js';
import { isSafeMethod } from '../../core/method.js';
import { utf8 } from '../../core/bytes.js';
import type { Provider } from '../../core/provider.js';
import {
  missingOptions,
  planRequest,
  type PlannedRequest,
  type RequestOptions,
} from '../request.js';
import type { Settings } from '../settings.js';
import { namingLine, parseLine, type BatchLine } from './parse-line.js';
import type { RawLine } from './read-lines.js';

/** A call that is complete but for timestamp and signature. */
export interface PlannedCall {
  readonly id: string;
  /** The number of its line, from 1. */
  readonly line: number;
  /** Which call of the file it is, from 1. */
  readonly call: number;
  readonly request: PlannedRequest;
  readonly expectations: readonly Expectation[];
  /** Whether it may be sent again without being done twice. */
  readonly isRepeatable: boolean;
}

/**
 * Reads a line and makes a request of it. A write gets an idempotency key where the provider has a
 * header for it: the same one whenever this batch sends it.
 *
 * @param keySeed of the batch: random, and kept in its journal
 * @throws VkError which names the line
 */
export function planCall(
  raw: RawLine,
  settings: Settings,
  expectations: readonly Expectation[],
  keySeed: string,
): PlannedCall {
  const line = parseLine(raw);
  return namingLine(raw.line, () => {
    const request = planWords(line, raw.call, settings, keySeed);
    return {
      id: line.id,
      line: raw.line,
      call: raw.call,
      request,
      expectations: [...expectations, ...line.expectations],
      isRepeatable: isSafeMethod(request.method) || hasKey(settings.provider, request),
    };
  });
}

function planWords(
  { words }: BatchLine,
  call: number,
  { provider, base, basePath }: Settings,
  keySeed: string,
): PlannedRequest {
  refuseUnknownOptions(provider, words.options);
  const given = planRequest(provider, base, basePath, words);
  const needsKey =
    provider.idempotency !== undefined && !isSafeMethod(given.method) && !hasKey(provider, given);
  const request = needsKey
    ? { ...given, options: { ...given.options, idempotencyKey: keyOf(keySeed, call) } }
    : given;
  // What cannot be a header is the line's fault, and not one of signing it.
  optionHeaders(provider, request.options);
  const [missing] = missingOptions(provider, basePath, request);
  if (missing !== undefined) {
    throw new VkError(
      'missing-value',
      `this path needs ${missing.name}, and none was given`,
      `Give it as ${JSON.stringify(missing.option)} (${missing.summary}).`,
    );
  }
  return request;
}

function refuseUnknownOptions({ name, headers }: Provider, options: RequestOptions): void {
  for (const option of ['requestId', 'idempotencyKey', 'externalEventId'] as const) {
    if (options[option] !== undefined && !headers.options.some((own) => own.option === option)) {
      throw new VkError(
        'usage',
        `${name} documents no header for ${option}`,
        'Leave it out, or give the header itself among the headers.',
      );
    }
  }
}

/** Whether a repeat gets the first answer: by the provider's own header, however it was given. */
function hasKey({ idempotency, headers }: Provider, request: PlannedRequest): boolean {
  const header = headers.options.find(({ option }) => option === idempotency?.option);
  return (
    header !== undefined &&
    ((request.options[header.option] ?? '') !== '' ||
      request.headers.some(
        ([name, value]) => name.toLowerCase() === header.name.toLowerCase() && value !== '',
      ))
  );
}

/** Of a call, whenever it is sent: 128 bits of a hash. */
function keyOf(seed: string, call: number): string {
  return `vk-${sha256Hex(utf8(`${seed} ${call}`)).slice(0, 32)}`;
}
